"""A class for each resource of the API: a short method for each operation, no HTTP."""
