"""A module for each operation."""
