"""Where the examples are; to import this makes them modules that can be imported."""

from __future__ import annotations

import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
TOKEN = "token-that-nobody-may-see"
SECRETS = (TOKEN, "Signature", "Expires=")

sys.path.insert(0, str(EXAMPLES))
