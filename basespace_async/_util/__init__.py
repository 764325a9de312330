"""Small pieces that know nothing of BaseSpace: tasks, cancellation, flushing to disk."""
