"""Nothing is missed and nothing is given twice, whatever changes while it is watched, with kills at every step."""

from __future__ import annotations

from collections import Counter
from contextlib import aclosing, suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async.watch import WatchOptions, poller
from basespace_async.watch.watch import watch_list
from tests.support import simulated_time
from tests.support.watched_world import Killed, World

FULL_READ = 5

pytestmark = pytest.mark.filterwarnings("ignore::basespace_async.pagination.OrderWarning")


async def _live(world: World, status: str | None, **options: Any) -> None:
    """Watch as one process does, until it is killed or has polled a while, with handlers that fail, wait or forget."""
    settings: WatchOptions = {"store": world, "min_interval": 1, **options}
    watch = watch_list(world, "biosamples", world.list, status, settings)  # type: ignore[arg-type]
    world.kept = []
    fails = not options.get("once")
    async with aclosing(aiter(watch)) as events:
        async for event in events:
            match world.random.randrange(8) if fails else 0:
                case 7:
                    continue  # forgotten
                case 6 | 5:
                    world.kept.append(event)
                case 4:
                    with suppress(ValueError):
                        async with event.handling():
                            raise ValueError
                case _:
                    async with event.handling():
                        await world.moment()


async def _lives(world: World, status: str | None, kills: list[int], **options: Any) -> None:
    """Watch in one process after the other, each killed, and to the end in the last one."""
    for kill in kills:
        world.kill_after = kill
        with suppress(Killed):
            await _live(world, status, **options)
    world.kill_after, world.changes = -1, 0
    if world.counts:  # share what is hidden, with its old dates
        world.items.update(world.hidden)
        world.entries.update({name: [record["Status"]] for name, record in world.hidden.items()})
    for _ in range(FULL_READ + 2 if world.counts else 1):
        await _live(world, status, once=True, **options)


def _run(world: World, status: str | None, kills: list[int], **options: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # Where items cannot hide, no full read covers up what the others miss.
        patch.setattr(poller, "POLLS_PER_FULL_READ", FULL_READ if world.counts else 1_000_000)
        simulated_time.run(_lives(world, status, kills, **options))


worlds = st.builds(
    World,
    st.integers(0, 2**32),
    changes=st.integers(0, 100),
    counts=st.booleans(),
    sorts_by_date=st.sampled_from([True, True, False]),
    page_size=st.integers(1, 4),
)
kills = st.lists(st.integers(1, 250), min_size=1, max_size=6)


@pytest.mark.slow
@settings(max_examples=40)
@given(worlds, kills)
def test_every_version_is_acknowledged_at_most_once_and_the_last_one_exactly_once(
    world: World, kills: list[int]
) -> None:
    _run(world, None, kills, existing=True)
    counts = Counter(world.acknowledged)
    assert not [version for version, count in counts.items() if count > 1]
    for name, item in world.items.items():
        version = f"{item['DateModified'][:19]}+00:00 {item['Status'].lower()}"
        assert counts[name, version] == 1


@pytest.mark.slow
@settings(max_examples=40)
@given(worlds, kills)
def test_an_item_is_given_once_for_each_time_that_it_comes_into_the_status(world: World, kills: list[int]) -> None:
    _run(world, "Done", kills, existing=True)
    counts = Counter(name for name, _ in world.acknowledged)
    for name, entries in world.entries.items():
        assert counts[name] <= entries.count("Done")
        if name in world.items and world.items[name]["Status"] == "Done":
            assert counts[name] >= 1
    assert {version for _, version in world.acknowledged} <= {"done"}


@settings(max_examples=10)
@given(worlds, kills)
def test_what_is_there_at_the_start_is_no_event_and_what_comes_later_is_one(world: World, kills: list[int]) -> None:
    changes, world.changes = world.changes, 0
    for number in range(5):
        world.put(f"before{number}", "Done")
    simulated_time.run(_live(world, "Done", once=True))
    world.changes = changes
    world.change = partial(_add, world)  # type: ignore[method-assign]
    _run(world, "Done", kills)
    assert not [name for name, _ in world.acknowledged if name.startswith("before")]
    later = [name for name in world.items if name.startswith("after")]
    assert Counter(name for name, _ in world.acknowledged) == Counter(later)


def _add(world: World) -> None:
    world.changes -= 1
    world.put(f"after{world.changes}", "Done")
