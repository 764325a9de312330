"""Middlewares for tracing systems, a module for each; none is imported by itself."""
