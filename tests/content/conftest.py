"""A service of one file, and a client of it that does not wait."""

from tests.support.file_service import basespace, service, store

__all__ = ["basespace", "service", "store"]
