# ruff: noqa: I001 (one import for each module)
from .client import (
    Client as Client,
    connect_by_configuration as connect_by_configuration,
    get_client as get_client,
    lifespan as lifespan,
)
from .errors import add_exception_handlers as add_exception_handlers, error_response as error_response
from .files import FileContentResponse as FileContentResponse

__all__: list[str]
