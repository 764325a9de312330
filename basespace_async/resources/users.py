"""Users, their settings, subscription and usage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.users import (
    get_current_user,
    get_current_user_subscription,
    get_user,
    list_current_user_usage,
    list_user_settings,
    update_user_settings,
)

from .._core.parameters import ResourceId, as_list, identifier, or_unset
from ..errors import ConfigurationError, PreconditionError
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource
from ._preconditions import check_name

if TYPE_CHECKING:
    from ..models import (
        SortDirection,
        Subscription,
        UsageInPeriod,
        UsageSortField,
        User,
        UserSetting,
        UserSettings,
        UserSettingSortField,
    )
    from .properties import Properties


class Users(Resource):
    """Users, their settings, subscription and usage."""

    async def current(
        self, *, include: str | Iterable[str] | None = None, options: str | None = None, id: str | None = None
    ) -> User:
        """Get the user whom the token belongs to (`getCurrentUser`).

        Calls `GET /v2/users/current`.

        Args:
            include: Further parts to return; no source names them.
            options: Documented without a meaning; passed on unchanged.
            id: Documented without a meaning; passed on unchanged.

        Returns:
            The `User`.

        Raises:
            AuthenticationError: If the token is not valid.

        Example:
            ```python
            user = await basespace.users.current()
            print(user.name, user.email)
            ```
        """
        return await get_current_user.send(
            self._client, include=as_list(include), options=or_unset(options), id=or_unset(id)
        )

    async def get(
        self, user: ResourceId, *, include: str | Iterable[str] | None = None, options: str | None = None
    ) -> User:
        """Get a user (`getUser`).

        Calls `GET /v2/users/{id}`.

        Args:
            user: Their id, or the user from another resource.
            include: Further parts to return; no source names them.
            options: Documented without a meaning; passed on unchanged.

        Returns:
            The `User`.

        Raises:
            PermissionDeniedError: If the token does not reach this user.

        Example:
            ```python
            user = await basespace.users.get("10154153")
            ```
        """
        return await get_user.send(self._client, identifier(user), include=as_list(include), options=or_unset(options))

    def properties(self) -> Properties:
        """Return a view of the properties of the current user: list and read them by name.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            values = await basespace.users.properties().as_dict()
            ```
        """
        from .properties import Properties

        return Properties(self._client, "current user")

    async def subscription(self, *, refresh_cache: bool | None = None, id: str | None = None) -> Subscription:
        """Get the user's plan, storage and credits (`getCurrentUserSubscription`).

        Calls `GET /v2/users/current/subscription`.

        Args:
            refresh_cache: Whether the service reads the subscription anew (client).
            id: Documented without a meaning; passed on unchanged.

        Returns:
            The `Subscription`.

        Example:
            ```python
            subscription = await basespace.users.subscription()
            ```
        """
        return await get_current_user_subscription.send(
            self._client, refreshcache=or_unset(refresh_cache), id=or_unset(id)
        )

    def usage(
        self,
        *,
        periods: int | None = None,
        include_logged_in_user: bool | None = None,
        refresh_cache: bool | None = None,
        id: str | None = None,
        sort_by: UsageSortField | None = "Start",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[UsageInPeriod]:
        """List the storage and computing of the user and their workgroups, by period (`listCurrentUserUsage`).

        Calls `GET /v2/users/current/usage`.

        Args:
            periods: Number of periods (inferred).
            include_logged_in_user: Whether to include the user's own account (inferred).
            refresh_cache: Compute the answer again (inferred).
            id: Documented without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `UsageInPeriod`; nothing is sent before it is iterated.

        Example:
            ```python
            usage = await basespace.users.usage(periods=12).collect()
            ```
        """
        request = list_current_user_usage.request(
            periods=or_unset(periods),
            includeloggedinuser=or_unset(include_logged_in_user),
            refreshcache=or_unset(refresh_cache),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def settings(
        self,
        user: ResourceId,
        *,
        sort_by: UserSettingSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[UserSetting]:
        """List the settings of a user (`listUserSettings`).

        Calls `GET /v2/users/{id}/settings`.

        Args:
            user: Their id, or the user.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `UserSetting`; nothing is sent before it is iterated.

        Example:
            ```python
            settings = await basespace.users.settings(user).collect()
            ```
        """
        request = list_user_settings.request(identifier(user), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir))
        return self._client.pager(request, **paging)

    async def set_settings(self, user: ResourceId, settings: Mapping[str, str | bool]) -> UserSettings:
        """Change settings of a user (`updateUserSettings`).

        Calls `POST /v2/users/{id}/settings`. The reference asks for a session cookie; with an access token the request
        may be refused.

        Args:
            user: Their id, or the user.
            settings: Values by name: texts or booleans, the two types that there are (reference).

        Returns:
            The updated settings.

        Raises:
            PreconditionError: If a name has characters other than letters, digits, dashes and underscores, or a value
                is neither text nor a boolean.
            PermissionDeniedError: If the service wants a session cookie.

        Example:
            ```python
            await basespace.users.set_settings(user, {"NotifyByEmail": True})
            ```
        """
        if not settings:
            raise ConfigurationError("no setting was given; nothing would change")
        user_settings = [_setting(name, value) for name, value in settings.items()]
        body = generated.UpdateUserSettingsRequest(user_settings=user_settings)
        return await update_user_settings.send(self._client, identifier(user), body=body)


def _setting(name: str, value: str | bool) -> UserSetting:
    check_name(name, "the setting's name")
    if not isinstance(value, str | bool):
        raise PreconditionError(f"the setting {name} is neither a text nor a boolean")
    return generated.UserSetting(name=name, value=value, type_="bool" if isinstance(value, bool) else "string")
