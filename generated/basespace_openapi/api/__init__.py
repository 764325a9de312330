"""A package for each tag of the document."""
