"""BaseSpace as a filesystem of fsspec: `basespace://projects/My project/NA12878_L001/NA12878_S1_L001_R1_001.fastq.gz`.

fsspec finds it by the name `basespace`, so that every library that opens URLs of fsspec can read BaseSpace. It needs
the extra `basespace-async[fsspec]`, which is imported when a name is first used.

    core          `BaseSpaceFileSystem`, with the methods of fsspec that read; `read_only` refuses those that write
    instances     filesystems cached, compared, pickled and closed
    listings      entries at paths, from cached lists; `search` walks, finds and globs in them
    catalog       lists of the service
    tree          entries of a folder, and the files of a dataset as a tree
    path_names    names and ids in the segments of a path
    files         open files; `content` reads their ranges, `download` copies them to the disk
    session       clients, one for each event loop
    options       storage options: server, token, arguments of the client
    errors        errors of this package as `OSError`
"""

from __future__ import annotations

from typing import Any

from .._lazy import attach
from ..errors import ConfigurationError

_import, __dir__, __all__ = attach(__name__, __file__)


def __getattr__(name: str) -> Any:
    try:
        return _import(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "fsspec":
            raise
        raise ConfigurationError("basespace:// needs fsspec: pip install 'basespace-async[fsspec]'") from error
