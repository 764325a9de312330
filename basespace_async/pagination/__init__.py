"""Concurrent pagination: every item of a list operation, its pages fetched ahead."""

from .page import ItemList, Page
from .pager import Pager
from .reader import OrderWarning

__all__ = ["ItemList", "OrderWarning", "Page", "Pager"]
