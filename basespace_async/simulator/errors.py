"""Errors that handlers and rules raise to refuse a request; `http.responses` turns them into answers."""

from __future__ import annotations


class Refusal(Exception):
    """A refused request.

    Attributes:
        status: HTTP status of the response.
        code: Error code, for programs.
        message: Error message, for people.
    """

    status = 400
    code = "BASESPACE.COMMON.BAD_REQUEST"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnknownIdError(Refusal):
    """There is no such resource, or it is somebody else's: the service does not tell the two apart (observed)."""

    status = 403
    code = "BASESPACE.COMMON.INSUFFICIENT_RESOURCE_PERMISSIONS"

    def __init__(self, resource: str) -> None:
        super().__init__(f"Sorry but this requires READ access to this {resource} resource.")


class UnknownPathError(Refusal):
    """No operation has that path (observed: no code)."""

    status = 404
    code = ""

    def __init__(self) -> None:
        super().__init__(
            "This isn't a recognized path. Please refer to the API documentation for the available resources."
        )


class MethodNotAllowedError(Refusal):
    """The path has operations, but none of that method."""

    status = 405
    code = ""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(f"Method not allowed; this path takes {', '.join(allowed)}")
        self.allowed = allowed


class UnauthorizedError(Refusal):
    """The token is missing, unknown or no longer valid."""

    status = 401
    code = "BASESPACE.COMMON.UNAUTHORIZED"

    def __init__(self) -> None:
        super().__init__("Unrecognized access token")


class ServerFailure(Refusal):
    """Something that the service fails at."""

    status = 500
    code = ""

    def __init__(self) -> None:
        super().__init__("Internal server error")


class InvalidValueError(Refusal):
    """A value that the service cannot read or does not take (status inferred)."""


class RuleBrokenError(Refusal):
    """A change that the state of the resource forbids (status inferred)."""

    status = 409
    code = "BASESPACE.COMMON.CONFLICT"
