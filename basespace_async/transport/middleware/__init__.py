"""Middleware: each is a transport around another, and adds one thing."""
