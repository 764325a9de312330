# ruff: noqa: I001 (one import for each module)
from .core import BaseSpaceFileSystem as BaseSpaceFileSystem
from .errors import AmbiguousPathError as AmbiguousPathError, ReadOnlyError as ReadOnlyError

__all__: list[str]
