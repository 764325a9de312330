"""A filesystem of fsspec that refuses to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import ReadOnlyError

if TYPE_CHECKING:
    AsyncFileSystem: Any
else:
    from fsspec.asyn import AsyncFileSystem


class ReadOnly(AsyncFileSystem):  # type: ignore[misc]
    """Methods that write raise `ReadOnlyError`; fsspec's own would do nothing, or look at the service first."""

    async def _refuse(self, path: Any = "", *args: Any, **kwargs: Any) -> None:
        raise ReadOnlyError(str(path))

    _pipe_file = _pipe = _rm_file = _rm = _mkdir = _makedirs = _refuse

    async def _refuse_target(self, source: Any, path: Any = "", *args: Any, **kwargs: Any) -> None:
        raise ReadOnlyError(str(path))

    _put_file = _put = _cp_file = _copy = _mv_file = _refuse_target

    def rmdir(self, path: Any) -> None:
        """Refused: see `ReadOnlyError`."""
        raise ReadOnlyError(str(path))

    def touch(self, path: Any, truncate: bool = True, **kwargs: Any) -> None:
        """Refused: see `ReadOnlyError`."""
        raise ReadOnlyError(str(path))

    def mv(self, path1: Any, path2: Any, **kwargs: Any) -> None:
        """Refused: see `ReadOnlyError`."""
        raise ReadOnlyError(str(path2))
