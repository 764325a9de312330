"""Where the files of a sample sheet are: URLs by the ids of the files, and paths."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .._util.redact import SecretURL
from ..errors import ConfigurationError
from ..fastqs import FastqOutput, FastqPlan
from ..resources._batch import for_each_id
from ..resources.datasets import Datasets
from ..transport.origin import Origin

if TYPE_CHECKING:
    from .._core.requester import Requester


def basespace_urls(plan: FastqPlan) -> dict[str, str]:
    """Return the URL of each file for `basespace_async.filesystem`, by the id of the file.

    Args:
        plan: The plan.

    Example:
        ```python
        sheet = samplesheets.build(plan, "generic", urls=samplesheets.basespace_urls(plan))
        ```
    """
    return {
        file.id: f"basespace://files/@{quote(file.id, safe='')},{quote(file.name, safe='')}"
        for sample in plan.samples
        for file in sample.files
    }


async def presigned_urls(client: Requester, plan: FastqPlan, *, concurrency: int = 8) -> dict[str, str]:
    """Ask for a presigned link to each file, by the id of the file.

    Whoever has a link can read the file until the link expires. Calls `GET /v2/datasets/{id}/files`.

    Args:
        client: The client.
        plan: The plan.
        concurrency: Lists of files read in parallel.

    Raises:
        ConfigurationError: If the service gives no link to a file, as it is gone or is read with the token only.
        BaseSpaceError: If a request failed.

    Example:
        ```python
        sheet = samplesheets.build(plan, "generic", urls=await samplesheets.presigned_urls(basespace, plan))
        ```
    """
    files = {file.id: file for sample in plan.samples for file in sample.files}
    datasets = list(dict.fromkeys(file.dataset for file in files.values()))
    api = Origin(client.server)

    async def links_of(dataset: str) -> dict[str, str]:
        records = await Datasets(client).files(dataset, resolve_links=True).collect()
        return {record.id: getattr(record, "href_content", None) or "" for record in records}

    listed = await for_each_id(datasets, links_of, concurrency=concurrency)
    for error in listed.failed.values():
        raise error
    links = {id_: link for links in listed.succeeded.values() for id_, link in links.items() if id_ in files}
    for id_, file in files.items():
        if not links.get(id_, "").startswith(("https://", "http://")) or api.has(links[id_]):
            raise ConfigurationError(f"the service gives no link to the file {id_}, {file.name!r}")
    return {id_: SecretURL(link) for id_, link in links.items()}


def locator(to: str | Path, *, relative: bool, urls: Mapping[str, str] | None) -> Callable[[FastqOutput], str]:
    """Return a function that says where a file is.

    Args:
        to: Folder of the files, or the URL of one.
        relative: Give paths from the working directory.
        urls: URLs by the ids of files, in place of paths.

    Raises:
        ConfigurationError: If a URL is to be relative.
    """
    if urls is not None:
        return lambda output: _url_of(output, urls)
    if "://" in str(to):
        if relative:
            raise ConfigurationError(f"{to} is a URL and cannot be relative")
        return lambda output: f"{str(to).rstrip('/')}/{output.path}"
    folder = os.path.relpath(to) if relative else os.path.abspath(to)
    return lambda output: os.path.normpath(os.path.join(folder, output.path))


def _url_of(output: FastqOutput, urls: Mapping[str, str]) -> str:
    (file,) = output.files
    if file.id not in urls:
        raise ConfigurationError(f"there is no URL of the file {file.id}, {file.name!r}")
    return urls[file.id]
