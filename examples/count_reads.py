"""Count the reads of all FASTQ files of a project, several at a time, on a Dask cluster.

    python examples/count_reads.py 'Liver WGS study 1' --workers 8
    python examples/count_reads.py 86000000 --pattern '*/*_R1_*.fastq.gz'
    python examples/count_reads.py --simulate

Each file is one task, because gzip cannot be begun in the middle; it is read as a stream, so that a worker holds some
megabytes of it and no more. The project is named by its name or its id. The cluster is of processes on this machine;
`--scheduler tcp://...` takes one that is there already.

Server and token come from `BASESPACE_ACCESS_TOKEN` and `BASESPACE_API_SERVER`, or from the profile `default` of the
`bs` tool. Nothing secret is sent to a worker: each has a client of its own, and its own configuration, which must be of
the same account. So each also has a rate limit of its own; where that is too much for the account, workers can share
one (`shared_budget` in the filesystem's `client_options`).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import fsspec  # type: ignore[import-untyped]
from distributed import Client, LocalCluster, as_completed
from fsspec.spec import AbstractFileSystem  # type: ignore[import-untyped]

from basespace_async import ConfigurationError
from basespace_async.simulator import Simulator

BLOCK = 4 << 20  # bytes that are asked for at a time
PIECE = 1 << 20  # bytes of text at a time


def count_reads(path: str, fs: AbstractFileSystem) -> int:
    """Count the reads in a FASTQ file, compressed or not; reading to its end checks all of its CRCs.

    Raises:
        ValueError: If it ends within a read.
        OSError: If it cannot be read, or is no gzip file.
        EOFError: If it is no whole gzip file.
    """
    lines, end = 0, b"\n"
    with fs.open(path, block_size=BLOCK, compression="infer") as text:
        while piece := text.read(PIECE):
            lines, end = lines + piece.count(b"\n"), piece[-1:]
    if end != b"\n" or lines % 4:
        raise ValueError(f"{path} ends within a read, after {lines} lines")
    return lines // 4


def count_all(client: Client, fs: AbstractFileSystem, paths: Sequence[str]) -> Iterator[tuple[str, int | Exception]]:
    """Yield the reads of each file, or why they could not be counted, as they are found out."""
    futures = client.map(count_reads, paths, fs=fs, pure=False)
    named = dict(zip(futures, paths, strict=True))
    for future in as_completed(futures):  # type: ignore[no-untyped-call]
        error = future.exception()
        yield named[future], future.result() if error is None else error


@contextmanager
def simulated() -> Iterator[str]:
    """Run a simulated BaseSpace for this process and those that it starts; yield the path of a project in it."""
    with Simulator(biosamples=60, seed=1).in_thread() as simulator:
        before = dict(os.environ)
        os.environ |= {"BASESPACE_API_SERVER": simulator.url, "BASESPACE_ACCESS_TOKEN": simulator.token}
        os.environ.pop("BASESPACE_REGION", None)
        try:
            yield next(iter(simulator.world.projects))
        finally:
            os.environ.clear()
            os.environ |= before


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("project", nargs="?", help="its name or its id")
    parser.add_argument("--pattern", default="**/*.fastq.gz", help="of files below the project")
    parser.add_argument("--workers", type=int, default=2, help="processes on this machine")
    parser.add_argument("--scheduler", help="address of a cluster to use instead")
    parser.add_argument("--simulate", action="store_true", help="use a simulated BaseSpace, without an account")
    found = parser.parse_args(arguments)
    if found.project is None and not found.simulate:
        parser.error("name a project, or --simulate")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    with ExitStack() as stack:
        project = stack.enter_context(simulated()) if options.simulate else options.project
        fs = fsspec.filesystem("basespace", skip_instance_cache=True)
        stack.callback(fs.close)
        try:
            paths = fs.glob(f"projects/{options.project or project}/{options.pattern}")
        except (OSError, ConfigurationError) as error:
            print(f"error: {error}", file=sys.stderr)
            return 3
        if not paths:
            print("no file matches", file=sys.stderr)
            return 1
        cluster = options.scheduler or stack.enter_context(
            LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=options.workers, threads_per_worker=1, dashboard_address=":0"
            )
        )
        client = stack.enter_context(Client(cluster))  # type: ignore[no-untyped-call]
        return report(count_all(client, fs, paths))


def report(counts: Iterator[tuple[str, int | Exception]]) -> int:
    """Print a line for each file and the total; return 1 where a file could not be counted."""
    total, failed = 0, 0
    for path, reads in counts:
        _, _, dataset, *_, name = path.split("/")
        if isinstance(reads, Exception):
            print(f"error: {path}: {reads}", file=sys.stderr)
            failed += 1
        else:
            print(f"{reads:>12,}  {dataset}  {name}", flush=True)
            total += reads
    print(f"{total:>12,}  reads in all{f', without {failed} files' if failed else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
