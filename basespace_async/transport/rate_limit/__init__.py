"""Rate limiter: turns, tokens, concurrency, and the pauses that the service asks for."""
