"""Content of files: where it is kept, and how it is read."""
