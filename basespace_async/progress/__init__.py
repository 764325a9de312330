"""Progress of long jobs: to a terminal, to a log or to a program.

Progress is any callable that starts a meter. `tqdm` is one, so `progress=tqdm` works:

    from tqdm import tqdm

    await basespace.datasets.download(dataset, "fastq", progress=tqdm)

`terminal_progress` shows bars in a terminal (`bars.LiveProgress`) and plain lines in a log (`lines.LineProgress`).
"""

from .protocol import Meter, Progress, silent
from .terminal import terminal_progress

__all__ = ["Meter", "Progress", "silent", "terminal_progress"]
