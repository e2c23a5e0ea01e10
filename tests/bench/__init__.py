"""Speed and size at scale: `python -m tests.bench`."""
