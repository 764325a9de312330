"""BaseSpace as a filesystem of fsspec: `basespace://projects/My project/NA12878_L001/NA12878_S1_L001_R1_001.fastq.gz`.

fsspec finds it by the name `basespace`, so that whatever opens its URLs reads BaseSpace. It needs the extra
`basespace-async[fsspec]`, which is imported when a name is first used.

    system        the filesystem: content, as fsspec's methods
    listings      the same for lists; searching looks through many of them
    instance      whose data, the clients, pickling; base refuses to write
    opened        files that are open; saving puts files on a disk
    connection    a client for an event loop, and the links of files
    catalogue     what is there: lists of the service, as folders
    folders       the entries of a folder, and the files of a dataset as a tree
    segments      names and ids in a path
    content       bytes of a file, ranges of many files
    options       whose data: storage options
    refusals      the errors of this package as those of Python
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from .core import BaseSpaceFileSystem
    from .errors import AmbiguousPathError, ReadOnlyError

__all__ = ["AmbiguousPathError", "BaseSpaceFileSystem", "ReadOnlyError"]

_MODULES = {"AmbiguousPathError": ".errors", "BaseSpaceFileSystem": ".core", "ReadOnlyError": ".errors"}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(_MODULES[name], __name__)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "fsspec":
            raise
        raise ConfigurationError("basespace:// needs fsspec: pip install 'basespace-async[fsspec]'") from error
    return getattr(module, name)
