"""Files as Windows has them: what is open keeps its name, and no folder can be opened. Linux shows what is open."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

from basespace_async._util.platform import descriptors


def refuse_to_move_open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to rename, replace and remove open files, and to open folders, until the test ends."""
    monkeypatch.setattr(descriptors, "OPEN_FILES_MOVE", False)
    for name in ("rename", "replace", "unlink", "remove"):
        monkeypatch.setattr(os, name, _refusing(getattr(os, name)))
    real_open = os.open

    def open_no_folder(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real_open(path, flags, *arguments, **options)

    monkeypatch.setattr(os, "open", open_no_folder)


def _refusing(call: Callable[..., Any]) -> Callable[..., Any]:
    def refusing(*paths: Any, **options: Any) -> Any:
        for path in paths:
            if _is_open(path):
                raise PermissionError(errno.EACCES, "it is open, and Windows would refuse this", os.fspath(path))
        return call(*paths, **options)

    return refusing


def _is_open(path: Any) -> bool:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return False
    return any(_is_same(number, status) for number in os.listdir("/proc/self/fd"))


def _is_same(number: str, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.fstat(int(number)), status)
    except OSError:
        return False
