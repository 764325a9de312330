"""Regions of BaseSpace and the address of the API in each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from ..errors import ConfigurationError, shown

DEFAULT_REGION: Final = "use1"

Region = Literal["use1", "euc1", "aps2", "aps4", "cac1", "euw2", "cnn1"]

REGIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "use1": "https://api.basespace.illumina.com/v2",
        "euc1": "https://api.euc1.sh.basespace.illumina.com/v2",
        "aps2": "https://api.aps2.sh.basespace.illumina.com/v2",
        "aps4": "https://api.aps4.sh.basespace.illumina.com/v2",
        "cac1": "https://api.cac1.sh.basespace.illumina.com/v2",
        "euw2": "https://api.euw2.sh.basespace.illumina.com/v2",
        "cnn1": "https://api.cnn1.sh.basespace.illumina.com.cn/v2",
    }
)
"""The API's root in each region (reference)."""


def region_server(region: str) -> str:
    """Return the API's root in a region.

    Args:
        region: Name of the region, in any case.

    Raises:
        ConfigurationError: If the region is unknown.
    """
    server = REGIONS.get(region.strip().lower())
    if server is None:
        raise ConfigurationError(f"unknown region {shown(region)}; the regions are {', '.join(REGIONS)}")
    return server
