"""Plug-ins for tracing systems, one module for each; none is imported unless it is asked for."""
