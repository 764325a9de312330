from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class ApplicationSettings(Model):
    """Configuration of an application, its client credentials included."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    redirect_uri: str | None | Unset = field(default=UNSET, metadata={"wire": "RedirectUri"})
    """Address to which OAuth 2 sends the user back."""
    client_id: str | None | Unset = field(default=UNSET, metadata={"wire": "ClientId"})
    """Public identifier of the application in OAuth 2."""
    client_secret: str | None | Unset = field(default=UNSET, metadata={"wire": "ClientSecret"})
    """Secret of the application in OAuth 2; keep it out of logs."""
    launch_sources: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "LaunchSources"})
    """Places from which it can be launched."""
    launch_permissions: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "LaunchPermissions"})
    """Permissions that a launch asks for, presumably."""
    invited_users: list[Any] | None | Unset = field(default=UNSET, metadata={"wire": "InvitedUsers"})
    """Users invited to it."""
    href_logo: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefLogo"})
    """Link to its logo."""
    href_screenshot: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefScreenshot"})
    """Link to a screenshot."""
    company_name: str | None | Unset = field(default=UNSET, metadata={"wire": "CompanyName"})
    """Company that publishes the application."""
    category: str | None | Unset = field(default=UNSET, metadata={"wire": "Category"})
    """Category of the application, such as `Native`."""
    homepage_uri: str | None | Unset = field(default=UNSET, metadata={"wire": "HomepageUri"})
    """Home page of the application."""
    classifications: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "Classifications"})
    """Kinds of work it is meant for, such as `RNASeq`."""
    feature_flags: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "FeatureFlags"})
    """Feature flags that are set."""
    is_any_version_published: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsAnyVersionPublished"})
    """Whether any of its versions is published."""
    additional_properties: dict[str, Any] = field(factory=dict)
