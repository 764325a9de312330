"""Users, workgroups, what they pay for and use."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..world.records import CommentRecord, ProjectRecord, SettingRecord, UserRecord, WorkgroupRecord
from .context import NEVER, JsonObject, SerializerContext, date

GRAVATAR = "https://secure.gravatar.com/avatar/00000000000000000000000000000000.jpg?s=20&d=mm&r=PG"
_QUOTA = 10 * 1024**4


def user(context: SerializerContext, record: UserRecord) -> JsonObject:
    """Serialize a user."""
    return {
        "Id": record.id,
        "Href": f"{context.root}/users/{record.id}",
        "Name": record.name,
        "DateCreated": date(record.created),
        "GravatarUrl": GRAVATAR,
        "HrefProperties": f"{context.root}/users/current/properties",
        "ExternalDomainId": "simulator",
    }


def full_user(context: SerializerContext, record: UserRecord) -> JsonObject:
    """Serialize a user with storage, roles and links."""
    return {
        "Email": record.email,
        "DateLastActive": date(context.world.clock.start),
        "HrefRuns": f"v1pre3/users/{record.id}/runs",
        "HrefProjects": f"v1pre3/users/{record.id}/projects",
        "Roles": ["BaseSpaceUser"],
        "Features": [],
        "StorageStatistics": {"Unit": "Bytes", "Quota": _QUOTA, "TotalSize": 0, "TotalTrashSize": _trash_size(context)},
        "LoggedInUser": {"Id": record.id, "Name": record.name, "Email": record.email},
        "IsWorkgroup": False,
        **user(context, record),
        "DomainName": "simulator",
    }


def older_user(record: UserRecord) -> JsonObject:
    """Serialize a user as v1pre3 has one in other resources, without the date (observed)."""
    link = f"v1pre3/users/{record.id}"
    return {"Id": record.id, "Href": link, "Name": record.name, "DateCreated": NEVER, "GravatarUrl": GRAVATAR}


def _trash_size(context: SerializerContext) -> int:
    return sum(item.size for item in context.world.trash.values())


def owner(context: SerializerContext, user_id: str) -> JsonObject:
    """Serialize the user of an id, as the owner of a resource."""
    return user(context, context.world.users[user_id])


def me(context: SerializerContext) -> JsonObject:
    """Serialize the user that the access token belongs to."""
    return user(context, context.world.user)


def subscription(context: SerializerContext) -> JsonObject:
    """Serialize the subscription of the account."""
    start = datetime(context.world.now().year, 1, 1, tzinfo=context.world.now().tzinfo)
    return {
        "Name": "Enterprise",
        "Plan": "Enterprise",
        "StartDate": date(start),
        "ExpirationDate": date(start.replace(year=start.year + 1)),
        "IsActive": True,
        "Storage": {"UnitOfMeasure": "TB", "Quota": 10.0},
        "Wallet": {"ICreditBalance": 100_000, "ICreditUsage": 12_500},
    }


def workgroup(context: SerializerContext, record: WorkgroupRecord) -> JsonObject:
    """Serialize a workgroup."""
    return {
        "Id": record.id,
        "ExternalProviderId": f"group-{record.id}",
        "Name": record.name,
        "DomainName": "simulator",
        "IsCollaborative": True,
        "Subscription": {**subscription(context), "IsActive": record.active},
        "DisplayName": record.name,
    }


def usage(start: datetime, names: list[str]) -> JsonObject:
    """Serialize what the account and its workgroups used in the month that begins at `start`."""
    end = (start + timedelta(days=32)).replace(day=1)
    months = start.year * 12 + start.month

    def used(name: str, number: int) -> JsonObject:
        storage = {"ProductType": "Storage", "ProductName": "Storage", "Amount": float((months * 7 + number) % 90)}
        compute = {"ProductType": "Compute", "ProductName": "Analysis", "Amount": float((months * 13 + number) % 500)}
        return {"Name": name, "AggregateUsageType": "Total", "ProductUsages": [storage, compute]}

    return {
        "Name": f"{start:%B %Y}",
        "Start": date(start),
        "End": date(end),
        "AggregateUsages": [used(name, number) for number, name in enumerate(names)],
    }


def setting(context: SerializerContext, record: SettingRecord) -> JsonObject:
    """Serialize a setting of the user."""
    link = f"{context.root}/users/{context.world.user.id}/settings"
    return {"Id": record.id, "Href": link, "Name": record.name, "Value": record.value, "Type": record.type}


def project(context: SerializerContext, record: ProjectRecord) -> JsonObject:
    """Serialize a project."""
    return {
        "Id": record.id,
        "UserOwnedBy": owner(context, record.owner_id),
        "Href": f"{context.root}/projects/{record.id}",
        "Name": record.name,
        "Description": record.description,
        "DateCreated": date(record.created),
        "DateModified": date(record.modified),
        "HasCollaborators": record.shared,
        "TotalSize": 0,
    }


def project_of(context: SerializerContext, project_id: str) -> JsonObject:
    """Serialize the project of an id."""
    return project(context, context.world.projects[project_id])


def full_project(context: SerializerContext, record: ProjectRecord) -> JsonObject:
    """Serialize a project with its links and permissions."""
    link = f"{context.root}/projects/{record.id}"
    return {
        "HrefSamples": f"v1pre3/projects/{record.id}/samples",
        "HrefAppResults": f"v1pre3/projects/{record.id}/appresults",
        "HrefDatasets": f"{link}/datasets",
        **project(context, record),
        "Permissions": {
            "UserOperations": ["Read", "Write"] if record.shared else ["Owner", "Read", "Write"],
            "AccessTokenOperations": ["Read", "Write"],
        },
    }


def comment(context: SerializerContext, record: CommentRecord, parent: str) -> JsonObject:
    """Serialize a comment on the resource at `parent`, such as `appsessions/1`."""
    view = {
        "Id": record.id,
        "Href": f"{context.root}/{parent}/comments/{record.id}",
        "User": owner(context, record.user_id),
        "Body": record.body,
        "DateCreated": date(record.created),
        "DateModified": date(record.created),
    }
    if record.action:
        view |= {"Action": record.action, "PriorValue": record.prior, "NewValue": record.new}
    return view
