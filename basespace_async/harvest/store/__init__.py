"""Where a harvest keeps what it has read: the manifest and the part files."""
