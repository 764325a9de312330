"""Storage options: which server and token, and how the client is set up."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from typing import Any, Self

from attr import asdict  # that of attrs keeps frozensets, which JSON cannot hold
from attrs import field, frozen

from ..client import BaseSpace
from ..config.configuration import REGION_VARIABLE, SERVER_VARIABLE, TOKEN_VARIABLE, Configuration
from ..config.profile_file import profile_path
from ..config.server import api_server
from ..errors import ConfigurationError
from ..transport import RateLimit, RetryPolicy, Timeouts

_SETTINGS: dict[str, type[Any]] = {"rate_limit": RateLimit, "retry": RetryPolicy, "timeouts": Timeouts}


class CacheableOptions(dict[str, Any]):
    """Arguments of `BaseSpace` whose `repr` tells their values apart.

    fsspec reuses a filesystem that was made with arguments of the same `repr`. Objects of different values may share
    one: that of a `RedisBudget` hides its password.

    Args:
        options: The arguments. `rate_limit`, `retry` and `timeouts` may be dicts of their attributes, as in JSON.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        super().__init__(options)
        for name, settings in _SETTINGS.items():
            if isinstance(self.get(name), Mapping):
                self[name] = settings(**self[name])

    def __repr__(self) -> str:
        digest = hashlib.sha256(b"".join(_state(value) for value in self.values())).hexdigest()
        return f"<{super().__repr__()}, {digest}>"

    def to_plain(self) -> dict[str, Any]:
        """Return the options that JSON can hold. Other objects are left out, and so are the secrets in them."""
        plain: dict[str, Any] = {**self}
        for name, settings in _SETTINGS.items():
            if isinstance(plain.get(name), settings):
                plain[name] = asdict(plain[name])
        return {name: value for name, value in plain.items() if isinstance(value, dict | str | int | float | None)}


def _state(value: object) -> bytes:
    try:
        return pickle.dumps(value)
    except Exception:  # noqa: BLE001 (pickling runs code of the object)
        return str(id(value)).encode()  # the filesystem keeps the object alive, so that no other one has this id


@frozen
class Account:
    """Source of the server and the token.

    Attributes:
        configuration: Server and token, if the token is a storage option.
        profile: Name of a profile of the `bs` command line, or None.
        server: URL that the discovered configuration must have, or None for any.
        client_options: Further arguments of `BaseSpace`.
    """

    configuration: Configuration | None = None
    profile: str | None = None
    server: str | None = None
    client_options: CacheableOptions = field(kw_only=True, repr=False)

    @classmethod
    def of(
        cls, token: str | None, server: str | None, region: str | None, profile: str | None, options: Mapping[str, Any]
    ) -> Self:
        """Return the account that storage options name.

        Args:
            token: Access token.
            server: URL of the API.
            region: Region, in place of the server.
            profile: Name of a profile, in place of a token.
            options: Further arguments of `BaseSpace`.

        Raises:
            ConfigurationError: If there are both a token and a profile, the region is unknown or the URL is invalid.
        """
        client_options = CacheableOptions(options)
        if token is not None and profile is not None:
            raise ConfigurationError("give a token or a profile, not both")
        if token is not None:
            configuration = Configuration.create(token=token, server=server, region=region)
            return cls(configuration, client_options=client_options)
        expected = None if server is None and region is None else api_server(server=server, region=region)
        return cls(None, profile, expected, client_options=client_options)

    def state(self) -> object:
        """Return a value that differs once `discover` may return something else, such as after a new login."""
        if self.configuration is not None:
            return None
        variables = [os.environ.get(name) for name in (TOKEN_VARIABLE, SERVER_VARIABLE, REGION_VARIABLE)]
        try:
            profile = profile_path(self.profile or "default").stat()
        except (OSError, ConfigurationError):
            return variables
        return variables, profile.st_ino, profile.st_mtime_ns, profile.st_size

    def discover(self) -> Configuration:
        """Return the server and the token, from the files and the environment of this process if needed. Blocks.

        Raises:
            ConfigurationError: If there is no token, or it is for another server than the storage options name.
        """
        if self.configuration is not None:
            return self.configuration
        configuration = Configuration.discover(profile=self.profile)
        if self.server not in (None, configuration.server):
            # Your configured token is never sent to a server that only storage options name: they may come with data.
            raise ConfigurationError(
                f"the token that is configured here is for {configuration.server}, and is not sent to {self.server}; "
                "give a token for that server, or name a profile"
            )
        return configuration

    def client(self, configuration: Configuration) -> BaseSpace:
        """Create a client of the account."""
        return BaseSpace(configuration.token, server=configuration.server, **self.client_options)

    def __str__(self) -> str:
        if self.configuration is not None:
            return f"a token for {self.configuration.server}"
        return f"profile {self.profile}" if self.profile is not None else "the configuration where it is used"
