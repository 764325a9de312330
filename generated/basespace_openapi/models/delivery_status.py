from __future__ import annotations

from typing import Literal, TypeAlias

DeliveryStatus: TypeAlias = (
    Literal[
        "Delivered",
        "DeliveryFailed",
        "DeliveryInProgress",
        "DoNotDeliver",
        "None",
        "OnHold",
        "ReadyForDelivery",
        "Undefined",
    ]
    | str
)
"""How far the delivery of an analysis's results has come. Other values may appear."""
