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


class Users(Resource):
    """Operations on users."""

    async def current(
        self, *, include: str | Iterable[str] | None = None, options: str | None = None, id: str | None = None
    ) -> User:
        """The user whom the token belongs to (`getCurrentUser`).

        Args:
            include: further parts to return.
            options, id: documented without a meaning; passed on as they are.

        Raises:
            AuthenticationError: the token is not valid.

        Example:
            user = await basespace.users.current()
            print(user.name, user.email)
        """
        return await get_current_user.send(
            self._client, include=as_list(include), options=or_unset(options), id=or_unset(id)
        )

    async def get(
        self, user: ResourceId, *, include: str | Iterable[str] | None = None, options: str | None = None
    ) -> User:
        """One user (`getUser`).

        Args:
            user: their id, or the user from another resource.
            include: further parts to return.
            options: documented without a meaning; passed on as it is.

        Raises:
            PermissionDeniedError: the token does not reach this user.

        Example:
            user = await basespace.users.get("10154153")
        """
        return await get_user.send(self._client, identifier(user), include=as_list(include), options=or_unset(options))

    async def subscription(self, *, id: str | None = None) -> Subscription:
        """The user's plan, storage and credits (`getCurrentUserSubscription`).

        Args:
            id: documented without a meaning; passed on as it is.

        Example:
            subscription = await basespace.users.subscription()
        """
        return await get_current_user_subscription.send(self._client, id=or_unset(id))

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
        """What the user and their workgroups stored and computed, by period (`listCurrentUserUsage`).

        Args:
            periods: how many periods (inferred).
            include_logged_in_user: whether the user's own account is included (inferred).
            refresh_cache: compute the answer anew (inferred).
            id: documented without a meaning; passed on as it is.
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            usage = await basespace.users.usage(periods=12).collect()
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
        """The settings of a user (`listUserSettings`).

        Args:
            user: their id, or the user.
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            settings = await basespace.users.settings(user).collect()
        """
        request = list_user_settings.request(identifier(user), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir))
        return self._client.pager(request, **paging)

    async def set_settings(self, user: ResourceId, settings: Mapping[str, str | bool]) -> UserSettings:
        """Change settings of a user (`updateUserSettings`).

        According to the reference this needs a session cookie; with an access token it may be refused.

        Args:
            user: their id, or the user.
            settings: values by name: texts or booleans, the two types that there are (reference).

        Returns:
            The settings as they are then.

        Raises:
            PreconditionError: a name has other characters than letters, digits, dashes and underscores, or a value is neither.
            PermissionDeniedError: the service wants a session cookie.

        Example:
            await basespace.users.set_settings(user, {"NotifyByEmail": True})
        """
        if not settings:
            raise ConfigurationError("no setting was given; nothing would change")
        made = [_setting(name, value) for name, value in settings.items()]
        body = generated.UpdateUserSettingsRequest(user_settings=made)
        return await update_user_settings.send(self._client, identifier(user), body=body)


def _setting(name: str, value: str | bool) -> UserSetting:
    check_name(name, "the setting's name")
    if not isinstance(value, str | bool):
        raise PreconditionError(f"the setting {name} is neither a text nor a boolean")
    return generated.UserSetting(name=name, value=value, type_="bool" if isinstance(value, bool) else "string")
