"""Applications, analyses and what became of them in the trash."""

from __future__ import annotations

from ..world.records import Application, AppSession, TrashItem
from .accounts import me
from .view_context import View, ViewContext, date

_NATIVE_FEATURES = ["IsAppRegisteredToPlatform", "AbortParentIfAnyChildAborts"]


def application(scene: ViewContext, record: Application) -> View:
    view: View = {
        "Id": record.id,
        "Href": f"v1pre3/applications/{record.id}",
        "Name": record.name,
        "CompanyName": "Illumina" if record.family.startswith("illumina") else "Simulated Lab",
        "VersionNumber": record.version,
        "ShortDescription": record.description,
        "DateCreated": date(record.created),
        "DatePublished": date(record.created),
        "PublishStatus": "Published",
        "IsBillingActivated": False,
        "Category": record.category,
        "Classifications": ["Resequencing", "Illumina"],
        "AppFamilySlug": record.family,
        "AppVersionSlug": f"{record.family}.{record.version}",
        "Features": _NATIVE_FEATURES,
        "LockStatus": "Unlocked",
    }
    if record.source_id:
        view["WorkflowSourceApplication"] = application(scene, scene.world.applications[record.source_id])
    return view


def full_application(scene: ViewContext, record: Application) -> View:
    link = f"{scene.root}/applications/{record.id}"
    return {
        "LongDescription": record.description,
        "UserOwnedBy": me(scene),
        "HrefSettings": f"{link}/settings",
        "HrefAgreements": f"v1pre3/applications/{record.id}/agreements",
        "Files": [],
        "Agreements": [],
        "ReleaseNotes": "",
        "WhatsNew": "",
        "BypassForm": False,
        "IsFree": True,
        "ComputeCostPerMinute": 0,
        **application(scene, record),
    }


def application_settings(scene: ViewContext, record: Application) -> View:
    return {
        "Id": record.id,
        "Href": f"{scene.root}/applications/{record.id}/settings",
        "ClientId": f"client-{record.id}",
        "LaunchSources": ["BaseSpace"],
        "LaunchPermissions": ["Owner"],
        "InvitedUsers": [],
        "CompanyName": "Simulated Lab",
        "Category": record.category,
        "Classifications": ["Resequencing"],
        "FeatureFlags": [],
        "IsAnyVersionPublished": True,
    }


def appsession(scene: ViewContext, record: AppSession) -> View:
    world = scene.world
    view = {
        "Id": record.id,
        "Name": record.name,
        "Href": f"{scene.root}/appsessions/{record.id}",
        "Application": application(scene, world.applications[record.application_id]),
        "UserCreatedBy": me(scene),
        "ExecutionStatus": record.execution_status,
        "QcStatus": record.qc_status,
        "StatusSummary": record.summary,
        "Purpose": "AppTrigger",
        "DateCreated": date(record.created),
        "DateModified": date(record.modified),
        "TotalSize": total_size(scene, record),
        "DeliveryStatus": record.delivery_status,
        "ContainsComments": bool(world.comments.get(f"appsessions/{record.id}")),
        "HrefComments": f"{scene.root}/appsessions/{record.id}/comments",
    }
    if record.started:
        view["DateStarted"] = date(record.started)
    if record.completed:
        view["DateCompleted"] = date(record.completed)
    return view


def total_size(scene: ViewContext, record: AppSession) -> int:
    """Bytes of the logs of an analysis; those of its datasets are counted there."""
    return sum(file.content.size for file in scene.world.files.of_session(record))


def full_appsession(scene: ViewContext, record: AppSession, *, children: bool = False, logs: bool = False) -> View:
    """An analysis with its family; its children and its logs where `include` asks for them (reference)."""
    world = scene.world
    view = {"OriginatingUri": "https://basespace.illumina.com", **appsession(scene, record)}
    if record.started:
        ended = record.completed or world.now()
        seconds = max(0, int((ended - record.started).total_seconds()))
        view["RunningDuration"] = seconds
        view["ComputeStatistics"] = {"Unit": "NodeHours", "Amount": round(seconds / 3600, 3)}
    parent = world.appsessions.get(record.parent_id or "")
    if parent is not None:
        view["AppSessionParent"] = view["AppSessionRoot"] = appsession(scene, parent)
    if children:
        view["Children"] = [appsession(scene, each) for each in world.children_of(record)]
    if logs:
        view["HrefLogs"] = f"{scene.root}/appsessions/{record.id}/logfiles"
    return view


def older_appsession(scene: ViewContext, record: AppSession) -> View:
    """The form that the trash has (reference)."""
    view = appsession(scene, record)
    kept = ("Id", "Name", "Href", "Application", "UserCreatedBy", "QcStatus", "StatusSummary", "Purpose", "DateCreated")
    made = {name: view[name] for name in kept}
    return {
        **made,
        "Status": record.execution_status,
        "ModifiedOn": view["DateModified"],
        "TotalSize": view["TotalSize"],
        "IsDeleted": True,
    }


def trash_item(scene: ViewContext, record: TrashItem) -> View:
    link = f"{scene.root}/trash/{record.id}"
    return {
        "Id": record.id,
        "Name": record.appsession.name,
        "Href": link,
        "DateDeleted": date(record.deleted),
        "TotalSize": record.size,
        "DeletedAppSession": older_appsession(scene, record.appsession),
        "IsVisibleInTrash": True,
        "ChildCount": len(record.datasets),
        "HrefPostRestoreFromTrash": f"{link}/restorefromtrash",
        "Includes": ["Datasets"] if record.datasets else [],
    }


def full_trash_item(scene: ViewContext, record: TrashItem) -> View:
    return {
        "IncludedSamples": [],
        "IncludedAppResults": [],
        "IncludedAppSessions": [older_appsession(scene, record.appsession)],
        "UserDeletedBy": me(scene),
        **trash_item(scene, record),
    }
