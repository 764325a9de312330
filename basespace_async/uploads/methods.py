"""How bytes reach the service: the interface of the methods, and the choice of one that the service takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from .._core.refusals import is_refused
from ..errors import APIError, UploadError
from .source import SourceFile
from .target import UploadTarget

T = TypeVar("T")


class UploadExpiredError(UploadError):
    """What was received of a file is of no use: the service began another upload of it."""


class PartUpload(Protocol):
    """The upload of one file in parts.

    Attributes:
        id: What the service calls it; kept in the journal, so it is no secret.
    """

    id: str

    async def send(self, number: int, data: memoryview, md5: bytes) -> str:
        """Send a part, numbered from 1, and return the ETag that the service answers, or ""."""
        ...

    async def received(self) -> dict[int, str] | None:
        """Return the ETags of the parts that the service has; None if it does not tell."""
        ...

    async def is_complete(self) -> bool:
        """Return whether the parts were joined, so that no more are taken."""
        ...

    async def complete(self, etags: Mapping[int, str]) -> None:
        """Join the parts; safe to call twice.

        Raises:
            APIError: If the service refuses it, as it does where a part is missing.
        """
        ...

    async def abort(self) -> bool:
        """Give the upload up, and return False if it is complete already; safe to call twice."""
        ...


class UploadMethod(Protocol):
    """A method by which bytes reach the service."""

    name: str

    async def send_whole(self, target: UploadTarget, file: SourceFile, data: memoryview, md5: bytes) -> str:
        """Send a small file in one request, and return the ETag that it must have."""
        ...

    async def begin(self, target: UploadTarget, file: SourceFile, parts: int, known_id: str) -> PartUpload:
        """Begin the upload of a file in parts, or go on with the one that the journal knows, if it is still open."""
        ...

    async def finish(self, target: UploadTarget, files: Sequence[tuple[SourceFile, str]]) -> set[str]:
        """Do what the service needs once all files of a target are there; return the paths of those that got lost.

        Args:
            target: The target.
            files: Its files, with their ETags.
        """
        ...

    async def aclose(self) -> None:
        """Free what the method holds."""
        ...


class MethodChoice:
    """The methods that may be used, and the first of them that the service takes.

    Args:
        methods: Methods in the order in which they are tried.
    """

    def __init__(self, methods: Sequence[UploadMethod]) -> None:
        self._methods = list(methods)
        self._is_known = False
        self._choosing = asyncio.Lock()

    @property
    def current(self) -> UploadMethod:
        """The method that is used."""
        return self._methods[0]

    def named(self, name: str) -> UploadMethod | None:
        """Return the method by which an earlier call began a file, if it may be used."""
        return next((method for method in self._methods if method.name == name), None)

    async def run(self, call: Callable[[UploadMethod], Awaitable[T]]) -> T:
        """Call with the first method that the service does not refuse.

        Raises:
            APIError: If it refuses all of them; the error of the first.
        """
        if self._is_known:
            return await call(self.current)
        async with self._choosing:
            if self._is_known:
                return await call(self.current)
            return await self._choose(call)

    async def _choose(self, call: Callable[[UploadMethod], Awaitable[T]]) -> T:
        first: APIError | None = None
        for index, method in enumerate(self._methods):
            try:
                result = await call(method)
            except APIError as error:
                first = first or error
                if not is_refused(error):
                    raise
                continue
            del self._methods[:index]
            self._is_known = True
            return result
        assert first is not None
        raise first

    async def aclose(self) -> None:
        """Free what the methods hold."""
        for method in self._methods:
            await method.aclose()
