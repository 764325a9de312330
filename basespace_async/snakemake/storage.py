"""The provider, its settings and its objects, as Snakemake's interface for storage plugins has them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from snakemake_interface_common.exceptions import WorkflowError
from snakemake_interface_common.io import AnnotatedStringInterface
from snakemake_interface_storage_plugins.io import IOCacheStorageInterface, Mtime, get_constant_prefix
from snakemake_interface_storage_plugins.settings import StorageProviderSettingsBase
from snakemake_interface_storage_plugins.storage_object import (
    StorageObjectGlob,
    StorageObjectRead,
    StorageObjectWrite,
)
from snakemake_interface_storage_plugins.storage_provider import (
    ExampleQuery,
    QueryType,
    StorageProviderBase,
    StorageQueryValidationResult,
)

from .._util.tasks import in_thread
from ..errors import BaseSpaceError
from ..transport import RateLimit

if TYPE_CHECKING:
    from ..filesystem import BaseSpaceFileSystem

SCHEME = "basespace://"
_ROOTS = ("projects", "biosamples", "datasets", "runs", "appsessions", "files")
_HOLD_DATASETS = ("projects", "biosamples")
_LISTINGS_EXPIRY = 10  # seconds; other jobs add files
_MD5 = re.compile(r"[0-9a-f]{32}")


@dataclass
class StorageProviderSettings(StorageProviderSettingsBase):  # type: ignore[misc]
    """Settings of the provider, `--storage-basespace-...` on Snakemake's command line.

    Attributes:
        profile: Name of a profile of the `bs` command line.
        token: Access token, in place of a profile.
        server: URL of the API.
        redis: URL of a Redis in which all jobs keep one rate limit together.
    """

    profile: str | None = field(
        default=None,
        metadata={"help": "Profile of the bs command line (default: BASESPACE_ACCESS_TOKEN, else the profile default)"},
    )
    token: str | None = field(
        default=None, metadata={"help": "Access token, in place of a profile", "env_var": True, "required": False}
    )
    server: str | None = field(
        default=None, metadata={"help": "URL of the API, such as https://api.euc1.sh.basespace.illumina.com"}
    )
    redis: str | None = field(
        default=None,
        metadata={
            "help": "URL of a Redis in which all jobs keep one rate limit together; may hold a password",
            "env_var": True,
            "required": False,
        },
    )


class StorageProvider(StorageProviderBase):  # type: ignore[misc]
    """An account of BaseSpace. All its objects share one client, which waits where the service asks it to."""

    settings: StorageProviderSettings | None

    @classmethod
    def get_storage_object_cls(cls) -> type[StorageObject]:
        """Return the class of the objects."""
        return StorageObject

    @cached_property
    def filesystem(self) -> BaseSpaceFileSystem:
        """The paths of the account.

        Raises:
            WorkflowError: If fsspec or redis is not installed, or the settings contradict each other.
        """
        settings = self.settings or StorageProviderSettings()
        options: dict[str, Any] = {}
        if settings.max_requests_per_second:
            options["rate_limit"] = RateLimit(rate=settings.max_requests_per_second)
        try:
            from ..filesystem import BaseSpaceFileSystem

            if settings.redis:
                from ..transport.rate_limit.shared.redis import RedisBudget

                options["shared_budget"] = RedisBudget(settings.redis)
            return BaseSpaceFileSystem(
                token=settings.token,
                profile=settings.profile,
                server=settings.server,
                client_options=options,
                listings_expiry_time=_LISTINGS_EXPIRY,
                skip_instance_cache=True,
            )
        except (ImportError, BaseSpaceError) as error:
            raise WorkflowError(f"basespace:// cannot be used: {error}") from error

    @classmethod
    def example_queries(cls) -> list[ExampleQuery]:
        """Return examples of paths."""
        return [
            ExampleQuery(
                query="basespace://projects/Liver WGS/NA12878_L001/NA12878_S1_L001_R1_001.fastq.gz",
                description="A file of a dataset, by the names of its project and dataset, or by their ids",
                type=QueryType.ANY,
            ),
            ExampleQuery(
                query="basespace://runs/105000000/SampleSheet.csv", description="A file of a run", type=QueryType.INPUT
            ),
        ]

    def use_rate_limiter(self) -> bool:
        """Return False: the client has a rate limit of its own."""
        return False

    def default_max_requests_per_second(self) -> float:
        """Return the rate where the client's limit is not used; it always is."""
        return 10.0

    def rate_limiter_key(self, query: str, operation: object) -> str:
        """Return the one key of the account."""
        return SCHEME

    @classmethod
    def is_valid_query(cls, query: str) -> StorageQueryValidationResult:
        """Tell whether a path can be one of the account; it may have wildcards."""
        reason = _problem(query)
        return StorageQueryValidationResult(query=query, valid=not reason, reason=reason or None)

    def postprocess_query(self, query: str) -> str:
        """Return the path with its names as lists show them, and what Snakemake notes on it, such as `directory`."""
        from ..filesystem.path_names import decoded, encoded

        path = query.removeprefix(SCHEME)
        if "{" in path or _problem(query):
            return query
        segments = path.split("/")
        names = [segment if segment.startswith("@") else encoded(decoded(segment) or segment) for segment in segments]
        renamed = type(query)(SCHEME + "/".join(names))
        if isinstance(query, AnnotatedStringInterface) and isinstance(renamed, AnnotatedStringInterface):
            renamed.flags.update(query.flags)
        return renamed


def _problem(query: str) -> str:
    """Return what is wrong with a path, or ""."""
    if not query.startswith(SCHEME):
        return f"it does not start with {SCHEME}"
    root, *segments = re.sub(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", "wildcard", query.removeprefix(SCHEME)).split("/")
    if root not in (*_ROOTS, "wildcard"):
        return f"{SCHEME} is followed by one of {', '.join(_ROOTS)}"
    if not segments or any(segment in ("", ".", "..") for segment in segments):
        return f"it has the form {SCHEME}projects/<project>/<dataset>/<path>, without empty parts, . and .."
    return ""


class StorageObject(StorageObjectRead, StorageObjectWrite, StorageObjectGlob):  # type: ignore[misc]
    """A file or folder of the account.

    Attributes:
        path: The path without `basespace://`.
    """

    provider: StorageProvider  # pyright: ignore[reportIncompatibleVariableOverride]
    query: str

    def __post_init__(self) -> None:
        self.path = self.query.removeprefix(SCHEME)

    def local_suffix(self) -> str:
        """Return the path below the folder of local copies."""
        return self.path

    def cleanup(self) -> None:
        """Do nothing: nothing is left."""

    def get_inventory_parent(self) -> str | None:
        """Return the key of the dataset, run or appsession whose files are listed together, or None for other paths."""
        parent = self._parent()
        key: str | None = self.cache_key(parent) if parent else None
        return key

    def _parent(self) -> str:
        segments = self.path.split("/")
        length = 3 if segments[0] in _HOLD_DATASETS else 2
        is_listed = len(segments) > length and not any(segment.startswith("@") for segment in segments[length:])
        return "/".join(segments[:length]) if is_listed and segments[0] != "files" else ""

    async def inventory(self, cache: IOCacheStorageInterface) -> None:
        """Note all files and folders of the dataset, run or appsession, whose files come in one list."""
        parent = self._parent()
        if not parent or self.cache_key(parent) in cache.exists_in_storage:
            return
        try:
            infos = await in_thread(self.provider.filesystem.find, parent, detail=True)
        except (FileNotFoundError, PermissionError):
            return  # the first question about a file says what there is
        cache.exists_in_storage[self.cache_key(parent)] = True
        for path, info in infos.items():
            key = self.cache_key(path)
            cache.exists_in_storage[key] = True
            cache.mtime[key] = Mtime(storage=_mtime(info))
            if info["size"] is not None:
                cache.size[key] = info["size"]
        for path, newest in _folders(parent, infos).items():
            key = self.cache_key(path)
            cache.exists_in_storage[key] = True
            cache.mtime[key] = Mtime(storage=newest)
            cache.size[key] = 0
        listed: set[str] | None = getattr(cache.exists_in_storage, "has_inventory", None)
        if listed is not None:  # then Snakemake knows that other files of it do not exist
            listed.add(self.cache_key(parent))

    def _info(self) -> dict[str, Any]:
        """Return what lists say; they are read again if they lack the path, which another job may have stored."""
        filesystem = self.provider.filesystem
        try:
            info: dict[str, Any] = filesystem.info(self.path)
        except FileNotFoundError:
            info = filesystem.info(self.path, refresh=True)
        return info

    def exists(self) -> bool:
        """Tell whether there is something at the path."""
        filesystem = self.provider.filesystem
        return bool(filesystem.exists(self.path) or filesystem.exists(self.path, refresh=True))

    def mtime(self) -> float:
        """Return when it was last changed or created, in seconds since 1970; 0 if the service does not say.

        A folder in a dataset is as new as the newest file in it.
        """
        info = self._info()
        if info["type"] == "file" or not self._parent():
            return _mtime(info)
        return max(map(_mtime, self.provider.filesystem.find(self.path, detail=True).values()), default=0.0)

    def size(self) -> int:
        """Return the size of a file in bytes; 0 for a folder."""
        return int(self._info()["size"] or 0)

    def local_footprint(self) -> int:
        """Return the bytes of a file, or of all files of a folder."""
        return int(self.provider.filesystem.du(self.path)) if self._is_folder() else self.size()

    def checksum(self) -> str | None:
        """Return the MD5 of a file that was not uploaded in parts."""
        etag = self._info().get("ETag", "")
        return f"md5:{etag}" if _MD5.fullmatch(etag) else None

    def _is_folder(self) -> bool:
        return bool(self._info()["type"] == "directory")

    def retrieve_object(self) -> None:
        """Download the file, or all files of the folder; an interrupted download is resumed."""
        local = self.local_path()
        if self._is_folder():
            self.provider.filesystem.get(f"{self.path}/", f"{local}{os.sep}", recursive=True)
        else:
            self.provider.filesystem.get_file(self.path, str(local))

    def store_object(self) -> None:
        """Upload the file, or all files of the folder, to the dataset, which is created if there is none."""
        from .outputs import store

        self._change(store, self.local_path())

    def remove(self) -> None:
        """Move a dataset that `store_object` created to the trash; other files cannot be removed."""
        from .outputs import remove

        self._change(remove)

    def _change(self, change: Any, *arguments: Any) -> None:
        from ..filesystem.instances import sync

        filesystem = self.provider.filesystem
        try:
            sync(filesystem.loop, change, filesystem, self.path, *arguments)
        except BaseSpaceError as error:
            raise WorkflowError(f"{self.query}: {error}") from error
        finally:
            filesystem.invalidate_cache(self.path)

    def list_candidate_matches(self) -> Iterable[str]:
        """Return the files below the part of the path that has no wildcards."""
        prefix = get_constant_prefix(self.path, strip_incomplete_parts=True).rstrip("/")
        return [SCHEME + path for path in self.provider.filesystem.find(prefix)]


def _folders(parent: str, infos: Mapping[str, dict[str, Any]]) -> dict[str, float]:
    """Return the folders of files below a path, each with the date of its newest file."""
    newest: dict[str, float] = {}
    for path, info in infos.items():
        folder = path.rpartition("/")[0]
        while folder != parent:
            newest[folder] = max(newest.get(folder, 0.0), _mtime(info))
            folder = folder.rpartition("/")[0]
    return newest


def _mtime(info: dict[str, Any]) -> float:
    date: datetime | None = info.get("modified") or info.get("created")
    return date.timestamp() if date is not None else 0.0
