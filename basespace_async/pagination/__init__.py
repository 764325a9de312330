"""Concurrent pagination: every item of a list operation, its pages fetched ahead."""

from .fetcher import OrderWarning
from .page import ItemList, Page
from .pager import Pager

__all__ = ["ItemList", "OrderWarning", "Page", "Pager"]
