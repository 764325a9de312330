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
