"""Benchmarks of basespace_async next to its peers: `python -m benchmarks`, or `make bench`."""
