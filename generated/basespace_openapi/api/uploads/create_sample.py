from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.create_sample_request import CreateSampleRequest
    from ...models.sample_compact import SampleCompact


def request(id: str, *, body: CreateSampleRequest, appsessionid: str | Unset = UNSET) -> Request[SampleCompact]:
    """The request that `send` sends."""
    return Request(
        operation="createSample",
        method="POST",
        path=f"/v1pre3/projects/{path_segment(id)}/samples",
        result="SampleCompact",
        wrapped=True,
        query={"appsessionid": appsessionid},
        body=body,
    )


async def send(
    client: Client, id: str, *, body: CreateSampleRequest, appsessionid: str | Unset = UNSET
) -> SampleCompact:
    """Create a sample (v1pre3): `POST /v1pre3/projects/{id}/samples`.

    Creates a sample in a project, to upload FASTQ files to.

    Args:
        id: Id of the project.
        appsessionid: Id of the analysis (appsession) that it belongs to.
    """
    return await client.call(request(id, body=body, appsessionid=appsessionid))
