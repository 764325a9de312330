"""Users, workgroups, what they pay for and use."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..world.records import Comment, Project, Setting, User, Workgroup
from .view_context import View, ViewContext, date

GRAVATAR = "https://secure.gravatar.com/avatar/00000000000000000000000000000000.jpg?s=20&d=mm&r=PG"
_QUOTA = 10 * 1024**4


def user(scene: ViewContext, record: User) -> View:
    return {
        "Id": record.id,
        "Href": f"{scene.root}/users/{record.id}",
        "Name": record.name,
        "DateCreated": date(record.created),
        "GravatarUrl": GRAVATAR,
        "HrefProperties": f"{scene.root}/users/current/properties",
        "ExternalDomainId": "simulator",
    }


def full_user(scene: ViewContext, record: User) -> View:
    return {
        "Email": record.email,
        "DateLastActive": date(scene.world.clock.start),
        "HrefRuns": f"{scene.root}/users/{record.id}/runs",
        "HrefProjects": f"{scene.root}/users/{record.id}/projects",
        "Roles": ["BaseSpaceUser"],
        "Features": [],
        "StorageStatistics": {"Unit": "Bytes", "Quota": _QUOTA, "TotalSize": 0, "TotalTrashSize": _trash_size(scene)},
        "LoggedInUser": {"Id": record.id, "Name": record.name, "Email": record.email},
        "IsWorkgroup": False,
        **user(scene, record),
        "DomainName": "simulator",
    }


def _trash_size(scene: ViewContext) -> int:
    return sum(item.size for item in scene.world.trash.values())


def owner(scene: ViewContext, user_id: str) -> View:
    return user(scene, scene.world.users[user_id])


def me(scene: ViewContext) -> View:
    return user(scene, scene.world.user)


def subscription(scene: ViewContext) -> View:
    start = datetime(scene.world.now().year, 1, 1, tzinfo=scene.world.now().tzinfo)
    return {
        "Name": "Enterprise",
        "Plan": "Enterprise",
        "StartDate": date(start),
        "ExpirationDate": date(start.replace(year=start.year + 1)),
        "IsActive": True,
        "Storage": {"UnitOfMeasure": "TB", "Quota": 10.0},
        "Wallet": {"ICreditBalance": 100_000, "ICreditUsage": 12_500},
    }


def workgroup(scene: ViewContext, record: Workgroup) -> View:
    return {
        "Id": record.id,
        "ExternalProviderId": f"group-{record.id}",
        "Name": record.name,
        "DomainName": "simulator",
        "IsCollaborative": True,
        "Subscription": {**subscription(scene), "IsActive": record.active},
        "DisplayName": record.name,
    }


def usage(start: datetime, names: list[str]) -> View:
    """What the account and its workgroups used in the month that begins at `start`."""
    end = (start + timedelta(days=32)).replace(day=1)
    months = start.year * 12 + start.month

    def used(name: str, number: int) -> View:
        storage = {"ProductType": "Storage", "ProductName": "Storage", "Amount": float((months * 7 + number) % 90)}
        compute = {"ProductType": "Compute", "ProductName": "Analysis", "Amount": float((months * 13 + number) % 500)}
        return {"Name": name, "AggregateUsageType": "Total", "ProductUsages": [storage, compute]}

    return {
        "Name": f"{start:%B %Y}",
        "Start": date(start),
        "End": date(end),
        "AggregateUsages": [used(name, number) for number, name in enumerate(names)],
    }


def setting(scene: ViewContext, record: Setting) -> View:
    link = f"{scene.root}/users/{scene.world.user.id}/settings"
    return {"Id": record.id, "Href": link, "Name": record.name, "Value": record.value, "Type": record.type}


def project(scene: ViewContext, record: Project) -> View:
    return {
        "Id": record.id,
        "UserOwnedBy": owner(scene, record.owner_id),
        "Href": f"{scene.root}/projects/{record.id}",
        "Name": record.name,
        "Description": record.description,
        "DateCreated": date(record.created),
        "DateModified": date(record.modified),
        "HasCollaborators": record.shared,
        "TotalSize": 0,
    }


def project_of(scene: ViewContext, project_id: str) -> View:
    return project(scene, scene.world.projects[project_id])


def full_project(scene: ViewContext, record: Project) -> View:
    link = f"{scene.root}/projects/{record.id}"
    return {
        "HrefSamples": f"v1pre3/projects/{record.id}/samples",
        "HrefAppResults": f"v1pre3/projects/{record.id}/appresults",
        "HrefDatasets": f"{link}/datasets",
        **project(scene, record),
        "Permissions": {
            "UserOperations": ["Read", "Write"] if record.shared else ["Owner", "Read", "Write"],
            "AccessTokenOperations": ["Read", "Write"],
        },
    }


def comment(scene: ViewContext, record: Comment, parent: str) -> View:
    """A comment on what is at `parent`, such as `appsessions/1`."""
    view = {
        "Id": record.id,
        "Href": f"{scene.root}/{parent}/comments/{record.id}",
        "User": owner(scene, record.user_id),
        "Body": record.body,
        "DateCreated": date(record.created),
        "DateModified": date(record.created),
    }
    if record.action:
        view |= {"Action": record.action, "PriorValue": record.prior, "NewValue": record.new}
    return view
