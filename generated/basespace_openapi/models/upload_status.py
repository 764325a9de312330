from __future__ import annotations

from typing import Literal, TypeAlias

UploadStatus: TypeAlias = Literal["Complete", "Completed"] | str
"""Whether a dataset's files are uploaded. The reference says Complete, real responses say Completed. Other values
may appear."""
