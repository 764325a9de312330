from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.run import Run
    from ...models.update_run_request import UpdateRunRequest


def request(
    id: str,
    *,
    body: UpdateRunRequest | Unset = UNSET,
    uploadstatus: str | Unset = UNSET,
    instrumentrunstatus: str | Unset = UNSET,
    runparametersxml: str | Unset = UNSET,
    instrumentrunid: str | Unset = UNSET,
    instrumentrunnumber: int | Unset = UNSET,
    flowcellbarcode: str | Unset = UNSET,
    prepkitname: str | Unset = UNSET,
) -> Request[Run]:
    """The request that `send` sends."""
    return Request(
        operation="updateRun",
        method="POST",
        path=f"/runs/{path_segment(id)}",
        result="Run",
        query={
            "uploadstatus": uploadstatus,
            "instrumentrunstatus": instrumentrunstatus,
            "runparametersxml": runparametersxml,
            "instrumentrunid": instrumentrunid,
            "instrumentrunnumber": instrumentrunnumber,
            "flowcellbarcode": flowcellbarcode,
            "prepkitname": prepkitname,
        },
        body=body,
    )


async def send(
    client: Client,
    id: str,
    *,
    body: UpdateRunRequest | Unset = UNSET,
    uploadstatus: str | Unset = UNSET,
    instrumentrunstatus: str | Unset = UNSET,
    runparametersxml: str | Unset = UNSET,
    instrumentrunid: str | Unset = UNSET,
    instrumentrunnumber: int | Unset = UNSET,
    flowcellbarcode: str | Unset = UNSET,
    prepkitname: str | Unset = UNSET,
) -> Run:
    """Update a run: `POST /runs/{id}`.

    Changes a run. An upload is completed so.

    Args:
        id: Id of the run.
        uploadstatus: New upload status: Uploading, Completed or Failed.
        instrumentrunstatus: New status on the instrument: Running, Stopped, InstrumentCompleted, Failed or
            Rehybing.
        runparametersxml: Content of the file of run parameters, from which the run is described.
        instrumentrunid: Id that the instrument gave the run.
        instrumentrunnumber: Number that the instrument gave the run.
        flowcellbarcode: Barcode of the flow cell.
        prepkitname: Name of the preparation kit.
    """
    return await client.call(
        request(
            id,
            body=body,
            uploadstatus=uploadstatus,
            instrumentrunstatus=instrumentrunstatus,
            runparametersxml=runparametersxml,
            instrumentrunid=instrumentrunid,
            instrumentrunnumber=instrumentrunnumber,
            flowcellbarcode=flowcellbarcode,
            prepkitname=prepkitname,
        )
    )
