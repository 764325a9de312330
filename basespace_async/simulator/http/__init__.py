"""What the simulator serves over HTTP."""
