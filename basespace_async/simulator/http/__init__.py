"""The HTTP server of the simulator."""
