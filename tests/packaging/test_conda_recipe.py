"""The recipe for conda, read as rattler-build reads it."""

from __future__ import annotations

import tomllib

import pytest

from basespace_async import __version__
from tests.support.paths import ROOT

rattler_build = pytest.importorskip("rattler_build", reason="needs the group dev")
OTHER_NAMES = {"msgspec": "msgspec-python", "pyarrow": "pyarrow-core"}


def conda_requirement(requirement: str) -> str:
    """Return a requirement of pyproject.toml as conda writes it."""
    name, bound = requirement.split(">=")
    return f"{OTHER_NAMES.get(name, name)} >={bound}"


def test_the_recipe_asks_for_what_the_wheel_asks_for_with_the_extras_of_the_command_line() -> None:
    (variant,) = rattler_build.Stage0Recipe.from_file(str(ROOT / "conda" / "recipe.yaml")).render(
        rattler_build.VariantConfig()
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["cli"], *extras["parquet"]]
    assert variant.recipe.package.version == __version__
    assert variant.recipe.requirements.run == [
        f"python {project['requires-python']}",
        *map(conda_requirement, wanted),
    ]
    assert variant.recipe.about.summary == project["description"]
