"""Groups of exceptions. It imports no event loop, so that the command line starts quickly."""


def first_of(error: BaseException) -> BaseException:
    """Return the first error of a group, however deep; any other error is itself."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
