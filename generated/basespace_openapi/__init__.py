"""The operations and models of BaseSpace Sequence Hub's REST API v2.

Written by `make generate` from openapi/basespace-v2.yaml: change the document or a template, never these files.
`api` has a module for each operation, `models` a class for each schema; `client` says what sends the requests.
"""

from .client import Client, Request
from .types import UNSET, Unset

__all__ = ("UNSET", "Client", "Request", "Unset")
