"""Runs under faults, and their judge."""
