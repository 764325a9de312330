"""Where the examples are; to import this makes them modules that can be imported."""

from __future__ import annotations

import sys

from tests.support.paths import EXAMPLES

TOKEN = "token-that-nobody-may-see"
SECRETS = (TOKEN, "Signature", "Expires=")

sys.path.insert(0, str(EXAMPLES))
