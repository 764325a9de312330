"""Tables of a harvest, their columns and rows."""
