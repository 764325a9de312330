"""Middleware: transports around another transport that each add one thing."""
