"""What a world that is built by hand refuses."""

from __future__ import annotations

from typing import Any

import pytest

from basespace_async import ConfigurationError
from basespace_async.simulator import Simulator, WorldBuilder


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (b"a,b\n", "the files are bytes; give each a path"),
        ({"a.csv": None}, "the content of a.csv is None; give bytes, a file on disk, or a size"),
        ({"a.csv": ["a", "b"]}, r"the content of a.csv is \['a', 'b'\]"),
    ],
)
def test_files_of_another_kind_are_refused_before_anything_is_made(files: Any, message: str) -> None:
    builder = WorldBuilder(Simulator(biosamples=0).world)
    with pytest.raises(ConfigurationError, match=message):
        builder.dataset("Results", files)
    with pytest.raises(ConfigurationError, match=message):
        builder.biosample("NA12878", fastqs=files)
    assert not [*builder.world.biosamples]
