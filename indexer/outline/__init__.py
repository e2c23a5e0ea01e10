"""From the lines of a body to headings, paragraphs and their sections."""
