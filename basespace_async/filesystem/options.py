"""Whose data: what the storage options say, or else what is configured where the filesystem is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import Factory, field, frozen

from ..client import BaseSpace
from ..config.configuration import Configuration
from ..config.server import api_server
from ..errors import ConfigurationError


@frozen
class Account:
    """Where server and token come from.

    Attributes:
        given: server and token, where the token is among the storage options.
        profile: name of a profile of the `bs` command line, or None.
        server: that the configuration must be for, or None.
        client_options: further arguments of `BaseSpace`.
    """

    given: Configuration | None = None
    profile: str | None = None
    server: str | None = None
    client_options: Mapping[str, Any] = field(default=Factory(dict), repr=False)

    @classmethod
    def of(
        cls,
        *,
        token: str | None,
        server: str | None,
        region: str | None,
        profile: str | None,
        client_options: Mapping[str, Any] | None,
    ) -> Self:
        """Return the account that storage options name.

        Raises:
            ConfigurationError: they cannot work together.
        """
        if token is not None and profile is not None:
            raise ConfigurationError("give a token or a profile, not both")
        if token is not None:
            return cls(
                Configuration.create(token=token, server=server, region=region), None, None, client_options or {}
            )
        named = None if server is None and region is None else api_server(server=server, region=region)
        return cls(None, profile, named, client_options or {})

    def configuration(self) -> Configuration:
        """Server and token, as they are configured in this process: read when the first request is made. Blocking.

        Raises:
            ConfigurationError: there is no token, or it cannot work.
        """
        if self.given is not None:
            return self.given
        found = Configuration.discover(profile=self.profile)
        if self.server not in (None, found.server):
            # Your configured token is never sent to a server that only storage options name: they may come with data.
            raise ConfigurationError(
                f"the token that is configured here is for {found.server}, and is not sent to {self.server}; "
                "give a token for that server, or name a profile"
            )
        return found

    def client(self, configuration: Configuration) -> BaseSpace:
        """Create a client of the account."""
        return BaseSpace(configuration.token, server=configuration.server, **self.client_options)

    def __str__(self) -> str:
        if self.given is not None:
            return f"a token for {self.given.server}"
        return f"profile {self.profile}" if self.profile is not None else "the configuration where it is used"
