"""What a launch sends: the version that it launches, and inputs that are checked against those that there are."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, Final, TypedDict

from attrs import frozen

from basespace_openapi import models as generated
from basespace_openapi.api.agreements import list_user_agreements
from basespace_openapi.api.applications import get_application, list_application_versions, list_applications

from .._core.parameters import ResourceId, identifier, or_unset
from .._core.refusals import is_refused
from .._core.requester import Requester
from ..errors import APIError, ConfigurationError, NameLookupError, PreconditionError
from ._application_inputs import ApplicationInput, InputSource, known_inputs
from ._launch_values import Texts, flat_inputs, split_lists, texts_of
from ._names import checked_name

logger = logging.getLogger("basespace_async.applications")
_NAME_INPUT: Final = "app-session-name"
_PROJECT_INPUT: Final = "project-id"


@frozen
class LaunchPlan:
    """A launch that is ready to be sent.

    Attributes:
        application_id: Id of the version that is launched.
        name: Name of the analysis.
        inputs: Inputs by name: texts, or lists of texts.
        checked_against: What the inputs were checked against: the application's form, an earlier appsession, or
            nothing (None).
        status_summary: Text that explains the status, or None.
        auto_start: Whether the analysis starts at once.
    """

    application_id: str
    name: str
    inputs: Mapping[str, Texts]
    checked_against: InputSource | None = None
    status_summary: str | None = None
    auto_start: bool = True

    @property
    def body(self) -> dict[str, Any]:
        """The JSON that is sent."""
        summary = {} if self.status_summary is None else {"StatusSummary": self.status_summary}
        fixed = {"Name": self.name, **summary, "AutoStart": self.auto_start}
        return {**fixed, "InputParameters": dict(self.inputs)}

    def request(self) -> generated.LaunchApplicationRequest:
        """Return the body of the request."""
        return generated.LaunchApplicationRequest(
            name=self.name,
            status_summary=or_unset(self.status_summary),
            auto_start=self.auto_start,
            input_parameters=dict(self.inputs),
        )


class LaunchOptions(TypedDict, total=False):
    """How an application is launched.

    Attributes:
        version: Number of the version, such as 2.4.0, or its id. [default: the newest of a name]
        project: Project of the results, for the input that takes it, which is `project-id`.
        check: Compare the inputs with those that there are, see `Applications.inputs`, and look for agreements that are
            not signed. Inputs that nobody knows are not compared, and a warning is logged. [default: True]
        status_summary: Text that explains the status.
        auto_start: Start the analysis at once. [default: True]
    """

    version: str | None
    project: ResourceId | None
    check: bool
    status_summary: str | None
    auto_start: bool


async def plan_launch(
    client: Requester,
    application: ResourceId,
    name: str | None,
    inputs: Mapping[str, Any],
    options: LaunchOptions,
) -> LaunchPlan:
    """Prepare a launch; see `Applications.plan_launch`."""
    if unknown := options.keys() - LaunchOptions.__annotations__.keys():
        raise ConfigurationError(f"a launch does not know {', '.join(sorted(unknown))}")
    if name is not None:
        checked_name("appsession", name)
    values = flat_inputs(inputs)
    application_id = await version_id(client, application, options.get("version"))
    known: dict[str, ApplicationInput] = {}
    check = options.get("check", True)
    if check:
        known = {
            application_input.name: application_input
            for application_input in await known_inputs(client, application_id)
        }
        if not known:
            logger.warning("the inputs of application %s are unknown; those given are not checked", application_id)
    name = name or await _default_name(client, application_id)
    if not known or _NAME_INPUT in known:
        values.setdefault(_NAME_INPUT, name)
    project = options.get("project")
    if project is not None:
        values[_project_input(known.values())] = f"projects/{identifier(project)}"
    if known:
        check_names(application_id, values, known)
    if check:
        await _check_agreements(client, application_id)
    texts = await texts_of(client, split_lists(values, known), known)
    check_choices(texts, known)
    return LaunchPlan(
        application_id,
        name,
        texts,
        next((application_input.source for application_input in known.values()), None),
        options.get("status_summary"),
        options.get("auto_start", True),
    )


async def version_id(client: Requester, application: ResourceId, version: str | None) -> str:
    """Return the id of the version of an application that is meant.

    Args:
        client: The client.
        application: Id of a version, name of an application, or an application.
        version: Number or id of the version; None for the newest of a name, and for just the id otherwise.

    Raises:
        NameLookupError: If no application is called so.
        ConfigurationError: If it has no such version.
    """
    if isinstance(application, str) and not application.isdigit():
        versions = await _versions_of_name(client, checked_name("application", application), version)
    elif version is None:
        return identifier(application)
    else:
        versions = await client.pager(list_application_versions.request(identifier(application))).collect()
    if version is None:
        return max(versions, key=_version_key).id
    matches = [candidate for candidate in versions if version in (candidate.version_number, candidate.id)]
    if not matches:
        numbers = ", ".join(sorted({candidate.version_number for candidate in versions}, key=_numbers)) or "none"
        raise ConfigurationError(f"application {application!r} has no version {version!r}; its versions are: {numbers}")
    return max(matches, key=_version_key).id


async def _versions_of_name(client: Requester, name: str, version: str | None) -> list[generated.ApplicationCompact]:
    """Return the versions of the application that is called so, whatever the case of the letters."""
    applications = await client.pager(list_applications.request(allversions=True, sortby="Id")).collect()
    matches = [application for application in applications if application.name == name]
    matches = matches or [application for application in applications if application.name.lower() == name.lower()]
    if not matches:
        close = get_close_matches(name, {application.name for application in applications}, n=3)
        error = NameLookupError("application", name, [])
        if close:
            error.add_note(f"similar names: {', '.join(close)}")
        raise error
    families = {application.app_family_slug or application.id: application.id for application in matches}
    if len(families) > 1:
        raise NameLookupError("application", name, families.values())
    try:
        versions = await client.pager(list_application_versions.request(matches[0].id)).collect()
    except APIError as error:
        if not is_refused(error):
            raise
        return matches
    return [*{application.id: application for application in (*matches, *versions)}.values()]


def _version_key(application: generated.ApplicationCompact) -> tuple[list[int], str, int]:
    return (*_numbers(application.version_number), int(application.id) if application.id.isdigit() else 0)


def _numbers(version: str) -> tuple[list[int], str]:
    return [int(digits) for digits in re.findall(r"\d+", version)], version


async def _default_name(client: Requester, application: str) -> str:
    """Return a name of the kind that the web interface suggests."""
    name = (await get_application.send(client, application)).name
    return f"{name} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z"


def _project_input(known: Iterable[ApplicationInput]) -> str:
    """Return the name of the input that is the project of the results."""
    names = [application_input.name for application_input in known if application_input.kind == "project"]
    if not names or _PROJECT_INPUT in names:
        return _PROJECT_INPUT
    if len(names) > 1:
        raise ConfigurationError(f"give the project among the inputs: several take one: {', '.join(names)}")
    return names[0]


def check_names(application: str, values: Iterable[str], known: Mapping[str, ApplicationInput]) -> None:
    """Refuse inputs that the application does not have, and a launch that lacks some.

    Raises:
        PreconditionError: With the inputs that there are.
    """
    unknown = [name for name in values if name not in known]
    missing = [
        application_input.name
        for application_input in known.values()
        if application_input.required and application_input.name not in values
    ]
    if not unknown and not missing:
        return
    problems = [f"has no input {name}{_suggestion(name, known)}" for name in unknown]
    problems += [f"needs the input {name}" for name in missing]
    names = ", ".join(
        f"{application_input.name}{' (required)' if application_input.required else ''}"
        for application_input in known.values()
    )
    source = "" if next(iter(known.values())).source == "form" else " (read from an earlier analysis)"
    raise PreconditionError(f"application {application} {'; it '.join(problems)}; its inputs are{source}: {names}")


def _suggestion(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def check_choices(texts: Mapping[str, Texts], known: Mapping[str, ApplicationInput]) -> None:
    """Refuse a value that is none of an input's choices.

    Raises:
        PreconditionError: With the choices.
    """
    for name, value in texts.items():
        choices = known[name].choices if name in known else ()
        wrong = [text for text in ([value] if isinstance(value, str) else value) if choices and text not in choices]
        if wrong:
            raise PreconditionError(f"input {name} cannot be {wrong[0]!r}; its choices are: {', '.join(choices)}")


async def _check_agreements(client: Requester, application: str) -> None:
    """Refuse a launch before its agreements are signed; where the service does not tell, it refuses itself.

    Raises:
        PreconditionError: With the agreements.
    """
    try:
        listed = await client.pager(
            list_user_agreements.request(applicationid=application, include=["Pending"])
        ).collect()
    except APIError as error:
        if not is_refused(error):
            raise
        return
    pending = [item.agreement for item in listed if item.agreement and not _is_signed(item)]
    if pending:
        titles = ", ".join(f"{agreement.title} (id {agreement.id})" for agreement in pending)
        raise PreconditionError(
            f"application {application} is launched after its agreements are signed; read and sign: {titles}, "
            "with applications.sign_agreement(id), or in the web interface"
        )


def _is_signed(agreement: generated.UserAgreementCompact) -> bool:
    return agreement.date_signed is not None or (agreement.status or "").lower() in ("signed", "accepted")
