"""Proxies and certificate authorities from the usual environment variables.

`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case; `SSL_CERT_FILE`, `SSL_CERT_DIR`,
`REQUESTS_CA_BUNDLE` and `CURL_CA_BUNDLE`.
"""

from __future__ import annotations

import base64
import os
import ssl
from collections.abc import Mapping
from urllib.parse import unquote
from urllib.request import (  # type: ignore[attr-defined]
    getproxies_environment,
    proxy_bypass_environment,  # pyright: ignore[reportAttributeAccessIssue]
)

from attrs import field, frozen
from yarl import URL

from ..._util.loopback import is_loopback
from ...errors import ConfigurationError

_OPENSSL_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@frozen
class Proxy:
    """A proxy, its credentials kept apart from its URL so that the URL can be shown.

    Attributes:
        url: URL without credentials.
        authorization: Value for `Proxy-Authorization`, or None.
    """

    url: str
    authorization: str | None = field(default=None, repr=False)


def parse_proxy(text: str, source: str) -> Proxy:
    """Read `text`, such as `http://user:password@proxy.example:3128`; `http://` may be left out.

    Args:
        text: URL, credentials percent-encoded.
        source: Where it came from, for the message of an error.

    Raises:
        ConfigurationError: If it is not the URL of an HTTP proxy. The message does not quote it, as it may hold a
            password.
    """
    try:
        url = URL(text if "://" in text else f"http://{text}", encoded=True)
        valid = bool(url.raw_host) and url.port is not None
    except ValueError:
        url, valid = URL(), False
    if url.scheme.startswith("socks"):
        raise ConfigurationError(f"{source} names a SOCKS proxy; only http:// and https:// proxies are supported")
    if not valid or url.scheme not in ("http", "https"):
        raise ConfigurationError(f"{source} is not the URL of a proxy; write http://host:port")
    return Proxy(url=str(url.with_user(None).origin()), authorization=_basic(url))


def _basic(url: URL) -> str | None:
    if url.raw_user is None and url.raw_password is None:
        return None
    credentials = f"{unquote(url.raw_user or '')}:{unquote(url.raw_password or '')}"
    return f"Basic {base64.b64encode(credentials.encode()).decode('ascii')}"


@frozen
class EnvironmentProxies:
    """The environment's proxies as they were when this was made."""

    variables: Mapping[str, str] = field(factory=getproxies_environment, repr=False)

    def choose(self, url: URL) -> Proxy | None:
        """Return the proxy for `url`, or None to connect directly.

        Loopback is always direct: to a proxy, "localhost" is another machine, and it would be handed
        a request that only loopback allows to be sent without TLS.

        Raises:
            ConfigurationError: If the variable that applies is not the URL of an HTTP proxy.
        """
        host = url.raw_host or ""
        if not self.variables or is_loopback(host):
            return None
        if proxy_bypass_environment(f"{host}:{url.port}", dict(self.variables)):
            return None
        for name in (url.scheme, "all"):
            if text := self.variables.get(name):
                return parse_proxy(text, f"the environment variable {name.upper()}_PROXY")
        return None


def ssl_context_from_environment() -> ssl.SSLContext:
    """Make a verifying context that trusts what the environment names, or else what the system trusts.

    `SSL_CERT_FILE` and `SSL_CERT_DIR` go together; without them the first of `REQUESTS_CA_BUNDLE` and
    `CURL_CA_BUNDLE` that is set counts. Reads files: call it off the event loop.

    Raises:
        ConfigurationError: If a variable names a file or folder that is missing or holds no certificate.
    """
    names = [name for name in _OPENSSL_VARIABLES if os.environ.get(name)]
    names = names or [name for name in _BUNDLE_VARIABLES if os.environ.get(name)][:1]
    if not names:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for name in names:
        _trust(context, name, os.environ[name])
    return context


def _trust(context: ssl.SSLContext, name: str, value: str) -> None:
    # OpenSSL takes several folders in SSL_CERT_DIR; the other variables hold one path.
    paths = value.split(os.pathsep) if name == "SSL_CERT_DIR" else [value]
    for path in filter(None, paths):
        if os.path.isdir(path):
            context.load_verify_locations(capath=path)
            continue
        try:
            context.load_verify_locations(cafile=path)
        except (OSError, ssl.SSLError) as error:
            problem = "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be used ({error})"
            raise ConfigurationError(
                f"the environment variable {name} names {path!r}, which {problem}; "
                "point it to a file of PEM certificates, or unset it"
            ) from error
