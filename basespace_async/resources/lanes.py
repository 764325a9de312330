"""Lanes of flow cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.lanes import (
    get_lane,
    get_lane_qc_thresholds,
    list_lane_comments,
    set_lane_qc_thresholds,
    update_lane,
)

from .._core.parameters import ResourceId, identifier, or_unset
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource
from ._preconditions import check_comment, check_value, refused_as
from .thresholds import check_thresholds

if TYPE_CHECKING:
    from ..models import Comment, CommentSortField, Lane, LaneStatus, QcThreshold, QcThresholds, SortDirection

STATUSES = ("QcPassed", "QcFailed")


class Lanes(Resource):
    """Lanes of flow cells, and QC thresholds for them."""

    async def get(self, lane: ResourceId) -> Lane:
        """Get a lane with its sequencing metrics (`getLane`).

        Calls `GET /v2/lanes/{id}`.

        Args:
            lane: Its id, or the lane from another resource.

        Returns:
            The `Lane`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed for other resources).

        Example:
            ```python
            lane = await basespace.lanes.get("7")
            ```
        """
        return await get_lane.send(self._client, identifier(lane))

    async def set_status(self, lane: ResourceId, status: LaneStatus, *, comment: str | None = None) -> Lane:
        """Pass or fail a lane (`updateLane`).

        Calls `POST /v2/lanes/{id}`.

        Args:
            lane: Its id, or the lane from another resource.
            status: QcPassed or QcFailed (reference).
            comment: Comment to record with the change, of at most 1,024 characters (reference, for appsessions).

        Returns:
            The updated lane.

        Raises:
            PreconditionError: If the status is another one, the comment is too long, or the service refuses the change.

        Example:
            ```python
            await basespace.lanes.set_status("7", "QcFailed", comment="bubbles")
            ```
        """
        check_value(status, STATUSES, "a lane's status")
        check_comment(comment)
        body = generated.UpdateLaneRequest(status=status, comment=or_unset(comment))
        with refused_as("a lane's status can be changed to QcPassed or QcFailed"):
            return await update_lane.send(self._client, identifier(lane), body=body)

    def comments(
        self,
        lane: ResourceId,
        *,
        sort_by: CommentSortField | None = "Timestamp",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[Comment]:
        """List the comments on a lane (`listLaneComments`).

        Calls `GET /v2/lanes/{id}/comments`.

        Args:
            lane: Its id, or the lane from another resource.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `Comment`; nothing is sent before it is iterated.

        Example:
            ```python
            comments = await basespace.lanes.comments("7").collect()
            ```
        """
        request = list_lane_comments.request(identifier(lane), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir))
        return self._client.pager(request, **paging)

    async def qc_thresholds(self, *, id: str | None = None) -> QcThresholds:
        """Get the QC thresholds for the lanes of the user's runs (`getLaneQcThresholds`).

        Calls `GET /v2/laneqcthresholds`.

        Args:
            id: Documented without a meaning; passed on unchanged.

        Returns:
            The `QcThresholds`.

        Example:
            ```python
            thresholds = await basespace.lanes.qc_thresholds()
            ```
        """
        return await get_lane_qc_thresholds.send(self._client, id=or_unset(id))

    async def set_qc_thresholds(self, thresholds: Iterable[QcThreshold], *, id: str | None = None) -> QcThresholds:
        """Add or change QC thresholds for lanes (`setLaneQcThresholds`).

        Calls `PUT /v2/laneqcthresholds`. How the thresholds go into the query is inferred: compact JSON, separated by
        commas.

        Args:
            thresholds: Made by `thresholds.qc_threshold`.
            id: Documented without a meaning; passed on unchanged.

        Returns:
            The thresholds that the account has after the change.

        Raises:
            PreconditionError: If a threshold lacks its name, operator or values, or has too many or too few values.

        Example:
            ```python
            await basespace.lanes.set_qc_thresholds([qc_threshold("PercentGtQ30", "GreaterThan", 80)])
            ```
        """
        checked = check_thresholds(thresholds, dataset_type_needed=False)
        return await set_lane_qc_thresholds.send(self._client, qcthresholds=checked, id=or_unset(id))
