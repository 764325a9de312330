"""Plans made by hand, and worlds of them."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from basespace_async.fastqs import FastqCollection, FastqFile, FastqPlan, FastqSample

PLACE = FastqCollection("project", "86000000", "Batch 7")
PLAIN = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{1,8}", fullmatch=True)
ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(["a b", "a_b", "a/b", "1", "A"])


def sample(
    name: str, reads: Iterable[str] = ("R1", "R2"), lanes: Iterable[int | None] = (1,), parts: int = 1
) -> FastqSample:
    """A sample with a dataset for each lane; the ids of its files say what they are."""
    files = [
        FastqFile(
            f"{name}:{lane}:{part}:{read}", f"{name}_{read}.fastq.gz", 1, "", read, lane, part, f"ds.{name}.{lane}"
        )
        for read in sorted(reads, key=lambda read: (read[0] != "R", read))
        for lane in lanes
        for part in range(1, parts + 1)
    ]
    return FastqSample(name, tuple(files), {file.dataset: name for file in files})


def plan(*samples: FastqSample) -> FastqPlan:
    return FastqPlan(PLACE, samples)


@st.composite
def samples(draw: st.DrawFn, names: st.SearchStrategy[str]) -> FastqSample:
    reads = draw(st.sampled_from((("R1",), ("R1", "R2"), ("R1", "R2", "I1"), ("R1", "R2", "I1", "I2"))))
    lanes = draw(st.sampled_from(((None,), (1,), (2, 3), (1, 2, 3, 4))))
    return sample(draw(names), reads, lanes, draw(st.integers(1, 2)))


def plans(names: st.SearchStrategy[str]) -> st.SearchStrategy[FastqPlan]:
    return st.lists(samples(names), max_size=4).map(lambda some: plan(*some))
