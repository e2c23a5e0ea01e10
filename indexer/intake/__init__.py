"""From bytes to classified lines and metadata: what a file is, where its text is, what it says of itself."""
