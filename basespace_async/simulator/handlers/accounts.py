"""Users, workgroups and projects."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from attrs import evolve

from ..errors import InvalidValueError, UnknownIdError
from ..queries import Body
from ..serializers.accounts import full_project, full_user, setting, subscription, usage, workgroup
from ..world.records import SettingRecord
from .context import HandlerContext, HandlerRequest, HandlerResult, get_record
from .pages import order, page

SETTINGS = order(
    "Id",
    Id=lambda record: int(record.id),
    DateModified=lambda record: record.modified,
    Name=lambda record: record.name,
)
WORKGROUPS = order("Id", Id=lambda view: int(view["Id"]), Name=lambda view: view["Name"])
USAGE = order("Start", Start=lambda start: start, End=lambda start: start)
MONTHS = 12
MAX_MONTHS = 120
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_TYPES = {"bool": bool, "string": str}


def get_current_user(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/current`."""
    return full_user(context.serializer, context.world.user)


def revoke_token(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `DELETE /oauthv2tokens/current` (client)."""
    context.revoke()
    return HandlerResult(204)


def get_user(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/{id}`."""
    return full_user(context.serializer, get_record(context.world.users, request.path["id"], "User"))


def get_subscription(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/current/subscription`."""
    request.query.flag("refreshcache")
    return subscription(context.serializer)


def get_usage(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/current/usage`: usage by month, of the account and its workgroups (reference)."""
    world, query = context.world, request.query
    months = min(MAX_MONTHS, query.number("periods", MONTHS))
    own = "includeloggedinuser" not in query.values or query.flag("includeloggedinuser")
    names = [*([world.user.name] if own else []), *(group.name for group in world.workgroups.values())]
    query.flag("refreshcache")
    starts = [_month(world.now(), back) for back in range(months)]
    return page(starts[::-1], query, USAGE, cap=context.cap, view=lambda start: usage(start, names))


def _month(now: datetime, back: int) -> datetime:
    """Return the beginning of the month so many months ago."""
    year, month = divmod(now.year * 12 + now.month - 1 - back, 12)
    return datetime(year, month + 1, 1, tzinfo=now.tzinfo)


def list_workgroups(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/current/workgroups`."""
    world, query = context.world, request.query
    query.flag("refreshcache")
    groups = [record for record in world.workgroups.values() if record.active or not query.flag("activeonly")]
    views = [workgroup(context.serializer, record) for record in groups]
    if query.flag("includeloggedinuser"):
        views.append({"Id": world.user.id, "Name": world.user.name, "DisplayName": world.user.name})
    return page(views, query, WORKGROUPS, cap=context.cap, view=lambda view: view)


def get_workgroup(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /workgroups/{id}`."""
    return workgroup(context.serializer, get_record(context.world.workgroups, request.path["id"], "Workgroup"))


def _check_own(context: HandlerContext, user_id: str) -> None:
    if user_id not in ("current", context.world.user.id):
        raise UnknownIdError("User")


def list_user_settings(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/{id}/settings`."""
    _check_own(context, request.path["id"])
    view = lambda record: setting(context.serializer, record)  # noqa: E731
    return page(context.world.settings.values(), request.query, SETTINGS, cap=context.cap, view=view)


def update_user_settings(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /users/{id}/settings`: add settings, or change those of the same names; all or none."""
    _check_own(context, request.path["id"])
    given = request.body.objects("UserSettings")
    if not given:
        raise InvalidValueError("UserSettings must list at least one setting")
    for body in given:
        _check(body)
    settings = [_changed(context, body) for body in given]
    return {"UserSettings": [setting(context.serializer, record) for record in settings]}


def _check(given: Body) -> None:
    name, value_type = given.text("Name"), given.choice("Type", _TYPES)
    if name is None or _NAME.fullmatch(name) is None:
        raise InvalidValueError("The Name of a setting must be of letters, digits, dashes and underscores")
    if value_type is not None and not isinstance(given.fields.get("Value"), _TYPES[value_type]):
        raise InvalidValueError(f"The Value of {name} must be of the type {value_type}")


def _changed(context: HandlerContext, given: Body) -> SettingRecord:
    settings, now = context.world.settings, context.world.now()
    name, value = str(given.fields["Name"]), given.fields.get("Value")
    value_type = given.text("Type") or ("bool" if isinstance(value, bool) else "string")
    known = settings.get(name)
    if known is not None:
        record = evolve(known, value=value, type=value_type, modified=now)
    else:
        record = SettingRecord(str(100 + context.world.number("setting")), name, value, value_type, now)
    settings[name] = record
    return record


def get_project(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /projects/{id}`."""
    return full_project(context.serializer, get_record(context.world.projects, request.path["id"], "Project"))
