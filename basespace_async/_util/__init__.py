"""Helpers that know nothing of BaseSpace: tasks, cancellation, redaction, loopback, flushing to disk."""
