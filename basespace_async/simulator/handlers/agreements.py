"""Agreements that users sign before they launch applications (client)."""

from __future__ import annotations

from typing import Any

from ..serializers.analyses import application
from ..serializers.context import date
from ..world.factory import RNA
from ..world.world import World
from .context import HandlerContext, HandlerRequest, get_record
from .pages import order, page

AGREEMENTS = ("17", "18")
_ORDER = order(
    "Id",
    Id=lambda view: view["Agreement"]["Id"],
    Title=lambda view: view["Agreement"]["Title"],
    Category=lambda view: view["Agreement"]["Category"],
)


def list_agreements(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /useragreements`: one of an application, and one of none; only unsigned ones with `Pending`."""
    query, wanted = request.query, request.query.text("applicationid")
    views = [_agreement(context, key) for key in AGREEMENTS]
    views = [view for view in views if view["Agreement"].get("Application", {}).get("Id") == wanted]
    if query.includes("Pending"):
        views = [view for view in views if "DateSigned" not in view]
    for name in ("title", "category"):
        asked = query.text(name)
        views = [view for view in views if asked in (None, view["Agreement"][name.capitalize()])]
    return page(views, query, _ORDER, cap=context.cap, view=lambda view: view)


def sign_agreement(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /useragreements`."""
    key = get_record(
        {agreement_id: agreement_id for agreement_id in AGREEMENTS}, request.body.text("AgreementId") or "", "Agreement"
    )
    context.world.signed.setdefault(key, context.world.now())
    return _agreement(context, key)


def is_unsigned(world: World, application_id: str) -> bool:
    """Return whether an application has an agreement that is not signed."""
    return application_id == RNA and AGREEMENTS[0] not in world.signed


def _agreement(context: HandlerContext, key: str) -> dict[str, Any]:
    world = context.world
    agreement: dict[str, Any] = {"Id": int(key), "Title": f"Terms of use {key}", "Category": "Terms"}
    if key == AGREEMENTS[0]:
        agreement["Application"] = application(context.serializer, world.applications[RNA])
    signed = world.signed.get(key)
    return {"Agreement": agreement, "Status": "Unsigned" if signed is None else "Signed"} | (
        {} if signed is None else {"DateSigned": date(signed)}
    )
