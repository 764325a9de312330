"""`basespace-async ls`, `cat`, `du` and `tree`: paths of the filesystem."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from ...errors import (
    AmbiguousPathError,
    BaseSpaceError,
    NameLookupError,
    NotFoundError,
    PermissionDeniedError,
)
from ...progress.text import amount, printable
from ..exit_codes import ExitCode, NoSuchPath, code_of
from ..messages import echo_err
from ..output.output import Output
from ..output.records import Record
from ..runner import run
from ..settings import CommandSettings, common_options, current, simulator_option
from ..streams import STDOUT_NAME, in_daemon_thread

if TYPE_CHECKING:
    from ...filesystem import BaseSpaceFileSystem

_PROTOCOL = "basespace://"
_PIECE = 1 << 20
_OF_ONE_PATH = (NoSuchPath, NotFoundError, PermissionDeniedError, NameLookupError, AmbiguousPathError)
_paths = click.argument("paths", nargs=-1, metavar="[PATH]...")
_human = click.option("--human", "-H", is_flag=True, help="Sizes such as 1.2 GB; in a terminal by default.")


@click.command()
@_paths
@click.option("--long", "-l", is_flag=True, help="Also sizes, dates and ids.")
@_human
@common_options
@simulator_option
def ls(paths: tuple[str, ...], long: bool, human: bool) -> int:
    """List folders and files, such as projects/NAME or 'runs/*/SampleSheet.csv'; basespace:// may stand before."""
    settings = current()
    return run(lambda: _ls(settings, paths or ("",), long, human))


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@common_options
@simulator_option
def cat(paths: tuple[str, ...]) -> int:
    """Write the content of files to standard output, one after the other, as it arrives."""
    settings = current()
    return run(lambda: _cat(settings, paths))


@click.command()
@_paths
@click.option("--depth", type=click.IntRange(0), default=1, help="Levels of folders to show. [default: 1]")
@_human
@common_options
@simulator_option
def du(paths: tuple[str, ...], depth: int, human: bool) -> int:
    """Show the bytes of all files below folders."""
    settings = current()
    return run(lambda: _du(settings, paths, depth, human))


@click.command()
@_paths
@click.option("--depth", type=click.IntRange(1), default=3, help="Levels to show. [default: 3]")
@common_options
@simulator_option
def tree(paths: tuple[str, ...], depth: int) -> int:
    """Show what is below folders as a tree."""
    settings = current()
    return run(lambda: _tree(settings, paths or ("",), depth))


@asynccontextmanager
async def _opened(settings: CommandSettings) -> AsyncIterator[BaseSpaceFileSystem]:
    """Open the filesystem; its errors become those that commands end with."""
    from ...filesystem import BaseSpaceFileSystem

    async with settings.account() as (token, server):
        options = {"on_retry": settings.retry_hook()}
        fs = BaseSpaceFileSystem(
            token=token, server=server, client_options=options, asynchronous=True, skip_instance_cache=True
        )
        async with aclosing(fs):
            with _translated_errors():
                yield fs


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.filename in (None, STDOUT_NAME) or isinstance(error, BaseSpaceError):
            raise
        text = f"{_PROTOCOL}{error.filename}: {error.strerror or error}"
        if isinstance(error.__cause__, BaseSpaceError):
            error.__cause__.add_note(text)
            raise error.__cause__ from None
        raise NoSuchPath(text) from None


class _Missing:
    """Names the paths at which there is nothing, so that they hold up no other.

    Args:
        paths: Paths of the command. The failure of a single one is raised.

    Attributes:
        code: Exit code of the first failure.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self.code = ExitCode.OK
        self._is_raised = len(paths) == 1

    @contextmanager
    def named(self) -> Iterator[None]:
        """End the block, with a message, where there is nothing at its path."""
        try:
            with _translated_errors():
                yield
        except _OF_ONE_PATH as error:
            if self._is_raised:
                raise
            echo_err(f"error: {getattr(error, '__notes__', [error])[-1]}")
            self.code = self.code or code_of(error)


async def _expanded(fs: BaseSpaceFileSystem, paths: Sequence[str], missing: _Missing) -> list[str]:
    """Return the paths that patterns match, and other paths as they are."""
    expanded: list[str] = []
    for path in map(_plain, paths):
        with missing.named():
            expanded += await _matches(fs, path)
    return expanded


async def _matches(fs: BaseSpaceFileSystem, path: str) -> list[str]:
    from glob import has_magic

    if not has_magic(path) or await fs._exists(path):
        return [path]
    if matches := await fs._glob(path):
        return [*matches]
    raise FileNotFoundError(2, "nothing matches the pattern", path)


def _plain(path: str) -> str:
    return path.removeprefix(_PROTOCOL).strip("/")


def _record(info: Mapping[str, Any]) -> Record:
    """Return an entry under names as the API's."""
    path = info["name"]
    name = path.rpartition("/")[2]
    is_file = info["type"] == "file"
    modified = info.get("modified", info.get("created"))
    return {
        "Name": name if is_file else f"{name}/",
        "Path": path,
        "Type": info["type"],
        "Size": info["size"] if is_file else None,
        "DateModified": modified.isoformat() if isinstance(modified, datetime) else None,
        "Id": info.get("id"),
    }


def _with_sizes(settings: CommandSettings, output: Output, records: list[Record], human: bool) -> list[Record]:
    if settings.as_json or settings.as_csv or not (human or output.terminal):
        return records
    return [{**record, "Size": _size_text(record["Size"])} for record in records]


def _size_text(size: int | None) -> str | None:
    return None if size is None else amount(size, "B")


async def _ls(settings: CommandSettings, paths: Sequence[str], long: bool, human: bool) -> ExitCode:
    output, records, missing = Output(settings), list[Record](), _Missing(paths)
    async with _opened(settings) as fs:
        expanded = await _expanded(fs, paths, missing)
        in_full = len(paths) > 1 or len(expanded) > 1
        for path in expanded:
            with missing.named():
                infos = [await fs._info(path)] if in_full else await fs._ls(path, detail=True)
                records += [_record(info) for info in infos]
    if in_full:
        records = [{**record, "Name": record["Path"] + "/" * (record["Type"] != "file")} for record in records]
    columns = ("Size", "DateModified", "Id", "Name") if long else ("Name",)
    settings.no_header = settings.no_header or not (long or settings.as_csv or settings.fields)
    await output.several(_with_sizes(settings, output, records, human), columns=columns)
    return missing.code


async def _cat(settings: CommandSettings, paths: Sequence[str]) -> ExitCode:
    missing = _Missing(paths)
    async with _opened(settings) as fs:
        for path in await _expanded(fs, paths, missing):
            with missing.named():
                await _write_file(fs, path)
    return missing.code


async def _write_file(fs: BaseSpaceFileSystem, path: str) -> None:
    async with await fs.open_async(path) as file:
        while piece := await file.read(_PIECE):
            await write_bytes(piece)


async def write_bytes(piece: bytes) -> None:
    """Write bytes to standard output, without blocking the loop."""
    await in_daemon_thread(lambda: _write(piece))


def _write(piece: bytes) -> None:
    sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


async def _du(settings: CommandSettings, paths: Sequence[str], depth: int, human: bool) -> ExitCode:
    if not all(map(_plain, paths or ("",))):
        raise click.UsageError("give a path, such as projects/NAME; du reads the lists of all files below")
    output, records, missing = Output(settings), list[Record](), _Missing(paths)
    async with _opened(settings) as fs:
        for path in await _expanded(fs, paths, missing):
            with missing.named():
                records += await _sizes(fs, path, depth)
    await output.several(_with_sizes(settings, output, records, human), columns=("Size", "Path"))
    return missing.code


async def _sizes(fs: BaseSpaceFileSystem, path: str, depth: int) -> list[dict[str, Any]]:
    """Return the sizes of a path and of the folders below it, the path last."""
    await fs._info(path)
    sizes: dict[str, int] = {path: 0}
    for name, info in (await fs._find(path, detail=True)).items():
        for folder in _folders(name, path, depth):
            sizes[folder] = sizes.get(folder, 0) + (info["size"] or 0)
    below = sorted(sizes.keys() - {path})
    return [{"Size": sizes[folder], "Path": folder} for folder in [*below, path]]


def _folders(name: str, top: str, depth: int) -> Iterator[str]:
    """Yield the folders of a file, from `top` down."""
    yield top
    parts = name[len(top) :].strip("/").split("/")[:-1]
    for count in range(1, min(depth, len(parts)) + 1):
        yield "/".join([top, *parts[:count]])


async def _tree(settings: CommandSettings, paths: Sequence[str], depth: int) -> ExitCode:
    missing = _Missing(paths)
    async with _opened(settings) as fs:
        for path in await _expanded(fs, paths, missing):
            with missing.named():
                await _tree_of(settings, fs, path, depth)
    return missing.code


async def _tree_of(settings: CommandSettings, fs: BaseSpaceFileSystem, path: str, depth: int) -> None:
    if settings.as_json or settings.as_csv:
        infos = await fs._find(path, maxdepth=depth, withdirs=True, detail=True)
        await Output(settings).several(map(_record, infos.values()), columns=("Path", "Type", "Size"))
        return
    top = await fs._info(path)
    await Output(settings).write(f"{printable(_PROTOCOL + path)}{_size_note(top)}\n")
    if top["type"] != "file":
        await _branch(settings, fs, path, "", depth)


def _size_note(info: Mapping[str, Any]) -> str:
    size = info["size"] if info["type"] == "file" else None
    return "" if size is None else f"  ({amount(size, 'B')})"


async def _branch(settings: CommandSettings, fs: BaseSpaceFileSystem, path: str, indent: str, depth: int) -> None:
    infos = sorted(await fs._ls(path, detail=True), key=lambda info: info["name"])
    for info in infos:
        is_last, is_file = info is infos[-1], info["type"] == "file"
        name = printable(_record(info)["Name"]) + _size_note(info)
        await Output(settings).write(f"{indent}{'└── ' if is_last else '├── '}{name}\n")
        if not is_file and depth > 1 and info["name"] != "files":
            await _branch(settings, fs, info["name"], indent + ("    " if is_last else "│   "), depth - 1)
