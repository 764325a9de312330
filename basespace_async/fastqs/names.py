"""Names of samples, lanes and FASTQ files, and which of them a name that a person gives stands for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise

from .._util.sample_names import split_lane

_MAX_NEAREST = 3
_MAX_COMPARED = 50


def group_by_sample(names: Iterable[str]) -> dict[str, list[str]]:
    """Group the names of datasets by sample.

    The datasets of lanes belong to the sample of their common name, unless a dataset has exactly that name: then each
    lane is a sample of its own.

    Returns:
        Distinct names of datasets by sample, in the order in which they came.
    """
    distinct = dict.fromkeys(names)
    samples: dict[str, list[str]] = {}
    for name in distinct:
        sample, lane = split_lane(name)
        samples.setdefault(name if lane is None or sample in distinct else sample, []).append(name)
    return samples


def _alike(name: str) -> str:
    return name.replace("_", "-")


# How names are compared, the strictest way first; a way that finds one sample decides.
_WAYS: tuple[Callable[[str], str], ...] = (str, _alike, str.casefold, lambda name: _alike(name).casefold())


class SampleNames:
    """The names of samples and of their datasets, which names that a person gives are looked up in.

    Args:
        samples: Names of datasets by sample; see `group_by_sample`.

    Attributes:
        sample_of: Name of the sample of each dataset.
    """

    def __init__(self, samples: Mapping[str, list[str]]) -> None:
        self.sample_of = {name: sample for sample, names in samples.items() for name in names}
        datasets = {name: [name] for name in self.sample_of}
        self._candidates = [_by_key(way, group) for way in _WAYS for group in (datasets, samples)]

    def find(self, wanted: str) -> list[tuple[str, list[str]]]:
        """Find the samples, or single datasets, that a name stands for.

        An exact name wins; then one that differs only in `_` and `-`, as names of files have hyphens; then one that
        differs in upper and lower case, too. A name never stands for longer ones that begin with it.

        Args:
            wanted: Name that a person gave.

        Returns:
            What has the name, and the names of its datasets; several if the name is ambiguous.
        """
        keys = [way(wanted) for way in _WAYS for _ in range(2)]
        return next((by_key[key] for key, by_key in zip(keys, self._candidates, strict=True) if key in by_key), [])


def _by_key(way: Callable[[str], str], groups: Mapping[str, list[str]]) -> dict[str, list[tuple[str, list[str]]]]:
    by_key: dict[str, list[tuple[str, list[str]]]] = {}
    for name, names in groups.items():
        by_key.setdefault(way(name), []).append((name, names))
    return by_key


def nearest(wanted: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are most like one that was not found."""
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(_alike(name).casefold(), name)
    fold = _alike(wanted).casefold()
    pairs = _pairs(fold)
    # To compare with each of thousands of names would take a second.
    likely = nlargest(_MAX_COMPARED, by_fold, key=lambda name: len(pairs & _pairs(name)))
    return tuple(by_fold[name] for name in difflib.get_close_matches(fold, likely, _MAX_NEAREST))


@lru_cache(maxsize=1 << 16)
def _pairs(text: str) -> frozenset[str]:
    """Return the pairs of letters that follow each other."""
    return frozenset(map("".join, pairwise(f" {text} ")))
