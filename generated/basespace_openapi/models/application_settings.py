from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ApplicationSettings(Model):
    """Configuration of an application, its client credentials included."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    redirect_uri: str | None = optional_field("RedirectUri")
    """Address to which OAuth 2 sends the user back."""
    client_id: str | None = optional_field("ClientId")
    """Public identifier of the application in OAuth 2."""
    client_secret: str | None = optional_field("ClientSecret")
    """Secret of the application in OAuth 2; keep it out of logs."""
    launch_sources: list[str] | None = optional_field("LaunchSources")
    """Places from which it can be launched."""
    launch_permissions: list[str] | None = optional_field("LaunchPermissions")
    """Permissions that a launch asks for, presumably."""
    invited_users: list[Any] | None = optional_field("InvitedUsers")
    """Users invited to it."""
    href_logo: str | None = optional_field("HrefLogo")
    """Link to its logo."""
    href_screenshot: str | None = optional_field("HrefScreenshot")
    """Link to a screenshot."""
    company_name: str | None = optional_field("CompanyName")
    """Company that publishes the application."""
    category: str | None = optional_field("Category")
    """Category of the application, such as `Native`."""
    homepage_uri: str | None = optional_field("HomepageUri")
    """Home page of the application."""
    classifications: list[str] | None = optional_field("Classifications")
    """Kinds of work it is meant for, such as `RNASeq`."""
    feature_flags: list[str] | None = optional_field("FeatureFlags")
    """Feature flags that are set."""
    is_any_version_published: bool | None = optional_field("IsAnyVersionPublished")
    """Whether any of its versions is published."""
    published_domain: str | None = optional_field("PublishedDomain")
    """Domain that the app is published in."""
    additional_properties: dict[str, Any] = field(factory=dict)
