"""The world of the simulator: its records, and what time does to them."""
