"""The patterns of a download, in the order given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import click

_OPTIONS = ("--include", "--exclude")
_FILTERS = ("extensions", "select", "min_size", "max_size", "dataset_types")


class PatternCommand(click.Command):
    """Command that remembers the order of `--include` and `--exclude`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command line."""
        words = (word.partition("=")[0] for word in args)
        ctx.meta[__name__] = [word for word in words if word in _OPTIONS]
        return super().parse_args(ctx, args)


@dataclass(frozen=True)
class OrderedPatterns:
    """Patterns of which the last that matches a path decides; one that none matches passes without an `--include`.

    Attributes:
        rules: Each pattern, and whether it includes.
        folder: Folder that the paths are in, with a slash at its end.
    """

    rules: tuple[tuple[str, bool], ...]
    folder: str = ""

    @classmethod
    def of(cls, context: click.Context, include: Iterable[str], exclude: Iterable[str]) -> OrderedPatterns:
        """Put the patterns of a command into the order given.

        Args:
            context: Context of the command.
            include: Patterns of `--include`.
            exclude: Patterns of `--exclude`.

        Raises:
            UsageError: If a pattern is empty.
        """
        remaining = {"--include": iter(include), "--exclude": iter(exclude)}
        rules = [(next(remaining[option]), option == "--include") for option in context.meta.get(__name__, ())]
        if not all(pattern for pattern, _ in rules):
            raise click.UsageError("a pattern is empty; leave it out")
        return cls(tuple(rules))

    def below(self, folder: str) -> OrderedPatterns:
        """Return the patterns for paths that are in a folder of that name."""
        return replace(self, folder=f"{folder}/")

    def __call__(self, path: str) -> bool:
        """Return whether a path passes."""
        from ...downloads.options import matches

        passes = not any(includes for _, includes in self.rules)
        for pattern, includes in self.rules:
            if matches(self.folder + path, pattern):
                passes = includes
        return passes


def has_filters(options: dict[str, Any]) -> bool:
    """Return whether the options of a download choose files."""
    return any(options.get(name) for name in _FILTERS)
