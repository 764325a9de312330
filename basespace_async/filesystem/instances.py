"""Instances of a filesystem: how they are cached, compared, pickled, shown and closed."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING, Any

from fsspec import asyn  # type: ignore[import-untyped]

from .options import Account, CacheableOptions
from .session import Sessions

if TYPE_CHECKING:
    AsyncFileSystem: Any
    sync: Any
    _InstanceCache = type
else:
    AsyncFileSystem, sync = asyn.AsyncFileSystem, asyn.sync

    class _InstanceCache(type(AsyncFileSystem)):
        """fsspec's cache of filesystems, with client options that it can tell apart."""

        def __call__(cls, *args, **options):
            if options.get("client_options"):
                options["client_options"] = CacheableOptions(options["client_options"])
            return super().__call__(*args, **options)


class AccountFileSystem(AsyncFileSystem, metaclass=_InstanceCache):  # type: ignore[misc]
    """A filesystem of an account. Equal storage options give one instance.

    Args:
        account: Source of the server and the token.
        loop: Event loop of the blocking methods, in place of fsspec's; it runs in another thread.
        **options: Arguments of fsspec.
    """

    protocol = "basespace"
    cachable = True
    _pid: int
    _loop: asyncio.AbstractEventLoop | None

    def __init__(self, account: Account, *, loop: asyncio.AbstractEventLoop | None, **options: Any) -> None:
        super().__init__(loop=loop, **options)
        self._account = account
        self._sessions = Sessions(account)

    @property
    def fsid(self) -> str:
        """Id of this kind of filesystem; it does not tell the account."""
        return "basespace"

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """Event loop of the blocking methods. A forked process gets another one."""
        return self._loop if self.asynchronous or self._pid == os.getpid() else asyn.get_loop()

    @property
    def storage_options(self) -> dict[str, Any]:
        """Arguments of the filesystem, without the token."""
        return self._options

    @storage_options.setter
    def storage_options(self, options: dict[str, Any]) -> None:
        self._options = {name: value for name, value in options.items() if name != "token"}

    def to_dict(self, *, include_password: bool = True) -> dict[str, Any]:
        """Return the filesystem as data for JSON.

        The token is left out, and so are objects in `client_options` other than `RateLimit`, `RetryPolicy` and
        `Timeouts`, such as a shared budget, which may hold a password.

        Args:
            include_password: fsspec's; there is never a password.

        Example:
            ```python
            fs = BaseSpaceFileSystem.from_json(BaseSpaceFileSystem(profile="lab").to_json())
            ```
        """
        options = dict(self._options)
        if self._account.client_options:
            options["client_options"] = self._account.client_options.to_plain()
        return {"cls": f"{type(self).__module__}:{type(self).__name__}", "protocol": "basespace", "args": [], **options}

    def __reduce__(self) -> tuple[Any, ...]:
        configuration = self._account.configuration
        token: dict[str, Any] = {"token": configuration.token} if configuration is not None else {}
        return partial(type(self), **token, **self._options), ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._account}>"

    async def aclose(self) -> None:
        """Close the connections of the running event loop. A later call opens new ones.

        Example:
            ```python
            fs = fsspec.filesystem("basespace", asynchronous=True)
            data = await fs._cat_file("files/1234")
            await fs.aclose()
            ```
        """
        await self._sessions.aclose()

    def close(self) -> None:
        """Close the connections of the blocking methods. A later call opens new ones.

        Example:
            ```python
            fs = fsspec.filesystem("basespace")
            data = fs.cat("files/1234")
            fs.close()
            ```
        """
        sync(self.loop, self.aclose)
