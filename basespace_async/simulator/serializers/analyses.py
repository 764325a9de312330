"""Applications, analyses and what became of them in the trash."""

from __future__ import annotations

from ..world.records import ApplicationRecord, AppSessionRecord, TrashItemRecord
from .accounts import me, older_user
from .context import JsonObject, SerializerContext, date

_NATIVE_FEATURES = ["IsAppRegisteredToPlatform", "AbortParentIfAnyChildAborts"]


def application(context: SerializerContext, record: ApplicationRecord) -> JsonObject:
    """Serialize an application."""
    view: JsonObject = {
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
        view["WorkflowSourceApplication"] = application(context, context.world.applications[record.source_id])
    return view


def full_application(context: SerializerContext, record: ApplicationRecord) -> JsonObject:
    """Serialize an application with its details."""
    link = f"{context.root}/applications/{record.id}"
    return {
        "LongDescription": record.description,
        "UserOwnedBy": me(context),
        "HrefSettings": f"{link}/settings",
        "HrefAgreements": f"v1pre3/applications/{record.id}/agreements",
        "Files": [],
        "Agreements": [],
        "ReleaseNotes": "",
        "WhatsNew": "",
        "BypassForm": False,
        "IsFree": True,
        "ComputeCostPerMinute": 0,
        **application(context, record),
    }


def application_settings(context: SerializerContext, record: ApplicationRecord) -> JsonObject:
    """Serialize the settings of an application."""
    return {
        "Id": record.id,
        "Href": f"{context.root}/applications/{record.id}/settings",
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


def appsession(context: SerializerContext, record: AppSessionRecord) -> JsonObject:
    """Serialize an analysis."""
    world = context.world
    view = {
        "Id": record.id,
        "Name": record.name,
        "Href": f"{context.root}/appsessions/{record.id}",
        "Application": application(context, world.applications[record.application_id]),
        "UserCreatedBy": me(context),
        "ExecutionStatus": record.execution_status,
        "QcStatus": record.qc_status,
        "StatusSummary": record.summary,
        "Purpose": "AppTrigger",
        "DateCreated": date(record.created),
        "DateModified": date(record.modified),
        "TotalSize": total_size(context, record),
        "DeliveryStatus": record.delivery_status,
        "ContainsComments": bool(world.comments.get(f"appsessions/{record.id}")),
        "HrefComments": f"{context.root}/appsessions/{record.id}/comments",
    }
    if record.started:
        view["DateStarted"] = date(record.started)
    if record.completed:
        view["DateCompleted"] = date(record.completed)
    return view


def total_size(context: SerializerContext, record: AppSessionRecord) -> int:
    """Return the bytes of the logs of an analysis; those of its datasets are counted there."""
    return sum(file.content.size for file in context.world.files.of_session(record))


def full_appsession(
    context: SerializerContext, record: AppSessionRecord, *, children: bool = False, logs: bool = False
) -> JsonObject:
    """Serialize an analysis with its parent; with children and logs if `include` asks for them (reference)."""
    world = context.world
    view = {"OriginatingUri": "https://basespace.illumina.com", **appsession(context, record)}
    if record.started:
        ended = record.completed or world.now()
        seconds = max(0, int((ended - record.started).total_seconds()))
        view["RunningDuration"] = seconds
        view["ComputeStatistics"] = {"Unit": "NodeHours", "Amount": round(seconds / 3600, 3)}
    parent = world.appsessions.get(record.parent_id or "")
    if parent is not None:
        view["AppSessionParent"] = view["AppSessionRoot"] = appsession(context, parent)
    if children:
        view["Children"] = [appsession(context, child) for child in world.children_of(record)]
    if logs:
        view["HrefLogs"] = f"{context.root}/appsessions/{record.id}/logfiles"
    return view


def older_appsession(context: SerializerContext, record: AppSessionRecord) -> JsonObject:
    """Serialize an analysis as v1pre3 and the trash have it (observed)."""
    view = appsession(context, record)
    same = ("Id", "Name", "Application", "QcStatus", "StatusSummary", "Purpose", "DateCreated")
    older = {name: view[name] for name in same} | {
        "Href": f"v1pre3/appsessions/{record.id}",
        "UserCreatedBy": older_user(context.world.user),
        "Status": record.execution_status,
        "ModifiedOn": view["DateModified"],
        "TotalSize": view["TotalSize"],
    }
    if record.completed:
        older["DateCompleted"] = view["DateCompleted"]
    return older


def deleted_appsession(context: SerializerContext, record: AppSessionRecord) -> JsonObject:
    """Serialize an analysis that is in the trash."""
    return {**older_appsession(context, record), "IsDeleted": True}


def trash_item(context: SerializerContext, record: TrashItemRecord) -> JsonObject:
    """Serialize an item of the trash."""
    link = f"{context.root}/trash/{record.id}"
    return {
        "Id": record.id,
        "Name": record.appsession.name,
        "Href": link,
        "DateDeleted": date(record.deleted),
        "TotalSize": record.size,
        "DeletedAppSession": deleted_appsession(context, record.appsession),
        "IsVisibleInTrash": True,
        "ChildCount": len(record.datasets),
        "HrefPostRestoreFromTrash": f"{link}/restorefromtrash",
        "Includes": ["Datasets"] if record.datasets else [],
    }


def full_trash_item(context: SerializerContext, record: TrashItemRecord) -> JsonObject:
    """Serialize an item of the trash with what was deleted."""
    return {
        "IncludedSamples": [],
        "IncludedAppResults": [],
        "IncludedAppSessions": [deleted_appsession(context, record.appsession)],
        "UserDeletedBy": me(context),
        **trash_item(context, record),
    }
