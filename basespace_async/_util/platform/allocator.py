"""The allocator of glibc. Elsewhere nothing is done."""

from __future__ import annotations

import os
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of mallopt(3)
_VARIABLE = "MALLOC_TRIM_THRESHOLD_"
_DEFAULT_MMAP = 128 << 10
_KEPT, _LARGE = 256 << 20, 32 << 20


def keep_freed_memory(*, keep: bool) -> None:
    """Have blocks of up to 32 MiB used again, in a process whose environment fixes the allocator's thresholds.

    Dask does that for its workers. It turns off that glibc learns from the sizes of blocks, so each buffer of 128 KiB
    or more is mapped anew, and the system clears its pages: half of the processor time of a download over TLS.

    Args:
        keep: False goes back to what the environment says.
    """
    fixed = os.environ.get(_VARIABLE, "")
    if sys.platform != "linux" or not fixed.isdigit():
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, _KEPT if keep else min(int(fixed), _KEPT))
        mallopt(_MMAP_THRESHOLD, _LARGE if keep else _DEFAULT_MMAP)
