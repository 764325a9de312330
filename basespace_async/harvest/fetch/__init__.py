"""What a harvest reads of the service."""
