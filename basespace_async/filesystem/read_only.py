"""Methods of fsspec that write, refused. fsspec's own would do nothing, or send requests first."""

from __future__ import annotations

from typing import Any

from .errors import ReadOnlyError


class ReadOnlyMethods:
    """Methods that write; each raises `ReadOnlyError`."""

    async def _refuse(self, path: Any = "", *args: Any, **kwargs: Any) -> None:
        raise ReadOnlyError(str(path))

    _pipe_file = _pipe = _rm_file = _rm = _mkdir = _makedirs = _refuse

    async def _refuse_target(self, source: Any, path: Any = "", *args: Any, **kwargs: Any) -> None:
        raise ReadOnlyError(str(path))

    _put_file = _put = _cp_file = _copy = _mv_file = _refuse_target

    def rmdir(self, path: Any, *args: Any, **kwargs: Any) -> None:
        """Raise `ReadOnlyError`."""
        raise ReadOnlyError(str(path))

    touch = rmdir

    def mv(self, path1: Any, path2: Any, **kwargs: Any) -> None:
        """Raise `ReadOnlyError`."""
        raise ReadOnlyError(str(path2))
