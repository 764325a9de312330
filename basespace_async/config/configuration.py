"""Server and token: from arguments, the environment, or a profile of the `bs` command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from attrs import field, frozen

from ..errors import ConfigurationError
from .profile_file import existing_profile, profile_path, profile_values, warn_if_others_can_read
from .server import api_server
from .token import TOKEN_HINT, checked_token

TOKEN_VARIABLE: Final = "BASESPACE_ACCESS_TOKEN"
SERVER_VARIABLE: Final = "BASESPACE_API_SERVER"
REGION_VARIABLE: Final = "BASESPACE_REGION"


@frozen
class Configuration:
    """Where requests go, and the token that they carry.

    Attributes:
        server: Root of the API, such as `https://api.basespace.illumina.com/v2`, without a trailing slash.
        token: Access token; never shown.
        source: Where the token was found, for people, such as `profile lab`.
    """

    server: str
    token: str = field(repr=False)
    source: str = field(default="the arguments", repr=False, eq=False, kw_only=True)

    @classmethod
    def create(cls, *, token: str, region: str | None = None, server: str | None = None) -> Self:
        """Make a configuration from its parts.

        Args:
            token: Access token; surrounding white space is dropped.
            region: Name of a region, in any case; `use1` if neither this nor `server` is given.
            server: Address of the API instead of a region, with or without `/v2`. Must be https unless the host is
                loopback.

        Raises:
            ConfigurationError: If the region is unknown, or the token or the address is invalid. The message never
                shows the token.

        Example:
            >>> Configuration.create(token="secret", region="euc1")
            Configuration(server='https://api.euc1.sh.basespace.illumina.com/v2')
        """
        return cls(server=api_server(region=region, server=server), token=checked_token(token))

    @classmethod
    def discover(
        cls,
        *,
        token: str | None = None,
        profile: str | None = None,
        region: str | None = None,
        server: str | None = None,
    ) -> Self:
        """Find server and token as the command line does.

        The first of these counts: `token`; the profile that is named; the environment (`BASESPACE_ACCESS_TOKEN` with
        `BASESPACE_API_SERVER` or `BASESPACE_REGION`); the profile `default`. A profile's token is only used for the
        profile's own server. Reads one small file, blocking.

        Args:
            token: Access token.
            profile: Name of a profile of the `bs` command line.
            region: Name of a region, instead of the environment's.
            server: Address of the API instead of a region.

        Raises:
            ConfigurationError: If there is no token, the profile is for another server than the one asked for, or a
                value is invalid. The message says what to do.

        Example:
            ```python
            configuration = Configuration.discover(profile="lab")
            ```
        """
        if token is not None and profile is not None:
            raise ConfigurationError("give a token or a profile, not both")
        if token is not None:
            return cls.create(token=token, region=region, server=server)
        if profile is None and os.environ.get(TOKEN_VARIABLE, "").strip():
            return cls._from_variables(os.environ, region=region, server=server)
        name = profile or "default"
        if profile is None and not profile_path(name).exists():
            raise ConfigurationError(
                f"there is no access token: log in (basespace-async auth login), set {TOKEN_VARIABLE}, "
                "or name a profile (-c on the command line, BaseSpace.from_profile in a program)"
            )
        configuration = cls.from_profile(name)
        wanted = requested_server(region=region, server=server, environ=os.environ if profile is None else {})
        if wanted not in (None, configuration.server):
            raise ConfigurationError(
                f"profile {name} is for {configuration.server}, and its token is not sent to {wanted}; "
                "name another profile (-c), or make one: basespace-async auth login -c NAME --server URL"
            )
        return configuration

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read `BASESPACE_ACCESS_TOKEN` and, if set, `BASESPACE_API_SERVER` or `BASESPACE_REGION`.

        The first two are variables of the `bs` command line (inferred); the third is of this package.

        Args:
            environ: Variables to read instead of the process's environment.

        Raises:
            ConfigurationError: If the token is missing, or a value is invalid.

        Example:
            ```python
            configuration = Configuration.from_environment({"BASESPACE_ACCESS_TOKEN": "..."})
            ```
        """
        return cls._from_variables(os.environ if environ is None else environ)

    @classmethod
    def _from_variables(
        cls, environ: Mapping[str, str], *, region: str | None = None, server: str | None = None
    ) -> Self:
        token = environ.get(TOKEN_VARIABLE, "")
        if not token.strip():
            raise ConfigurationError(
                f"{TOKEN_VARIABLE} is not set: put an access token in it, or use a profile "
                f"(BaseSpace.from_profile); {TOKEN_HINT}"
            )
        root = requested_server(region=region, server=server, environ=environ) or api_server()
        return cls(server=root, token=checked_token(token), source=f"the environment ({TOKEN_VARIABLE})")

    @classmethod
    def from_profile(cls, name: str = "default", *, directory: Path | None = None) -> Self:
        """Read a profile of the `bs` command line, `~/.basespace/<name>.cfg`.

        Lines are such as `apiServer = https://api.basespace.illumina.com` and `accessToken = ...`, with or without a
        section's head above them as older SDKs write it; other keys are ignored. The environment is ignored too.
        Reads one small file, blocking.

        Args:
            name: Name of the profile.
            directory: Folder to read instead of `~/.basespace`.

        Raises:
            ConfigurationError: If there is no such profile, or it cannot be read or used. The message never shows its
                content.

        Warns:
            ConfigurationWarning: If others than the owner can read the file.

        Example:
            ```python
            configuration = Configuration.from_profile("lab")
            ```
        """
        path = existing_profile(profile_path(name, directory))
        values = profile_values(path)
        warn_if_others_can_read(path)
        token, server = values.get("accesstoken", ""), values.get("apiserver", "")
        if not token:
            raise ConfigurationError(f"{path} has no accessToken; {TOKEN_HINT}")
        try:
            return cls(server=api_server(server=server or None), token=checked_token(token), source=f"profile {name}")
        except ConfigurationError as error:
            raise ConfigurationError(f"{path}: {error}") from None


def requested_server(
    *, region: str | None = None, server: str | None = None, environ: Mapping[str, str] | None = None
) -> str | None:
    """Return the API's root that arguments or else the environment ask for, or None.

    Args:
        region: Name of a region.
        server: Address of the API.
        environ: Variables to read instead of the process's environment.

    Raises:
        ConfigurationError: If the region is unknown, the address is invalid, or both are given.
    """
    if region is None and server is None:
        variables = os.environ if environ is None else environ
        region, server = variables.get(REGION_VARIABLE) or None, variables.get(SERVER_VARIABLE) or None
    return None if region is None and server is None else api_server(region=region, server=server)
