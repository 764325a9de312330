from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.biosample import Biosample
    from ...models.create_biosample_request import CreateBiosampleRequest


def request(*, body: CreateBiosampleRequest) -> Request[Biosample]:
    """The request that `send` sends."""
    return Request(operation="createBiosample", method="POST", path="/biosamples", result="Biosample", body=body)


async def send(client: Client, *, body: CreateBiosampleRequest) -> Biosample:
    """Create a biosample: `POST /biosamples`.

    Creates one biosample. Its name has letters, digits, dashes and underscores, and is unique in its default
    project without regard to case.
    """
    return await client.call(request(body=body))
