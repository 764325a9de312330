from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.create_run_request import CreateRunRequest
    from ...models.run import Run


def request(
    *,
    body: CreateRunRequest | Unset = UNSET,
    experimentname: str,
    instrumenttype: str,
    samplesheetname: str | Unset = UNSET,
) -> Request[Run]:
    """The request that `send` sends."""
    return Request(
        operation="createRun",
        method="POST",
        path="/runs",
        result="Run",
        query={"experimentname": experimentname, "instrumenttype": instrumenttype, "samplesheetname": samplesheetname},
        body=body,
    )


async def send(
    client: Client,
    *,
    body: CreateRunRequest | Unset = UNSET,
    experimentname: str,
    instrumenttype: str,
    samplesheetname: str | Unset = UNSET,
) -> Run:
    """Create a run: `POST /runs`.

    Creates a run, to upload its files.

    Args:
        experimentname: Name of the experiment.
        instrumenttype: Type of the instrument, such as NovaSeq6000 or MiSeq.
        samplesheetname: Name of the sample sheet.
    """
    return await client.call(
        request(
            body=body, experimentname=experimentname, instrumenttype=instrumenttype, samplesheetname=samplesheetname
        )
    )
