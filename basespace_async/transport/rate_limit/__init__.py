"""The rate limit of a client: a token bucket, a cap on concurrency, and what the service asks for."""
