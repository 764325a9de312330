"""Which server a client talks to, and with whose token."""

from __future__ import annotations

from attrs import field, frozen

from ..config.configuration import Configuration
from ..config.server import api_server
from ..errors import ConfigurationError
from ..transport.middleware.auth import Credentials, TokenScheme


@frozen
class Identity:
    """A server and the token for it.

    Attributes:
        server: The API's root.
        credentials: Gives the token.
        scheme: Header that carries the token.
        token: Access token, or None where tokens change.
    """

    server: str
    credentials: Credentials
    scheme: TokenScheme
    token: str | None = field(repr=False)

    @classmethod
    def of(
        cls,
        token: str | None,
        credentials: Credentials | None,
        *,
        scheme: TokenScheme,
        region: str | None,
        server: str | None,
    ) -> Identity:
        """Return the identity that arguments of `BaseSpace` stand for, or else the environment and the profiles.

        Raises:
            ConfigurationError: If there is no token, or an argument is invalid.
        """
        if token is not None and credentials is not None:
            raise ConfigurationError("give a token or credentials: one of them, not both")
        if scheme not in ("x-access-token", "Bearer"):
            raise ConfigurationError(f"token_scheme is {scheme!r}; it is 'x-access-token' or 'Bearer'")
        if credentials is not None:
            return cls(api_server(region=region, server=server), credentials, scheme, None)
        configuration = Configuration.discover(token=token, region=region, server=server)
        return cls(configuration.server, always(configuration.token), scheme, configuration.token)


def always(token: str) -> Credentials:
    """Return credentials that know one token."""

    async def give(refused: str | None) -> str:
        return token

    return give
