from __future__ import annotations

from typing import Literal, TypeAlias

FileUploadStatus: TypeAlias = Literal["aborted", "complete", "pending", "undefined"] | str
"""How far the upload of a file is."""
