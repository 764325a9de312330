"""What a change does, and which changes are refused: the rules of the reference, one function an operation."""
