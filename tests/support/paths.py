"""Where things are in the repository and beside it."""

from __future__ import annotations

from pathlib import Path

SUPPORT = Path(__file__).parent
TESTS = SUPPORT.parent
ROOT = TESTS.parent
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples"
DOCUMENT_PATH = ROOT / "openapi" / "basespace-v2.yaml"
# Responses of the real service: they lie beside a checkout of the maintainers, and are not part of the repository.
RECORDED = ROOT.parent / "shared" / "recorded"
