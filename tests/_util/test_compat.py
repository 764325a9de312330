"""Private parts of others: each test fails when an upgrade takes one away."""

from __future__ import annotations

import asyncio
import inspect
import sys

import aiohttp
import pytest

from basespace_async._util.compat import awaited_future, has_cancelled_parent, wake_next_waiter


async def test_a_task_knows_the_future_that_it_waits_for() -> None:
    future = asyncio.get_running_loop().create_future()

    async def wait() -> None:
        await future
        await asyncio.sleep(0)

    task = asyncio.create_task(wait())
    assert awaited_future(task) is None
    await asyncio.sleep(0)
    assert awaited_future(task) is future
    future.set_result(None)
    await task


async def test_a_group_knows_whether_it_cancelled_the_task_that_waits_for_it() -> None:
    async def fail() -> None:
        raise ValueError

    group = asyncio.TaskGroup()
    with pytest.raises(ExceptionGroup):  # noqa: PT012 - the group is looked at while it is open
        async with group:
            assert hasattr(group, "_parent_cancel_requested")
            assert not has_cancelled_parent(group)
            group.create_task(fail())
            await asyncio.sleep(10)
    assert has_cancelled_parent(group) or sys.version_info >= (3, 13)


async def test_the_connector_of_aiohttp_wakes_one_waiter() -> None:
    assert list(inspect.signature(aiohttp.BaseConnector._release_waiter).parameters) == ["self"]
    woken = []

    class Connector(aiohttp.TCPConnector):
        def _release_waiter(self) -> None:
            woken.append(1)
            super()._release_waiter()

    connector = Connector()
    wake_next_waiter(connector)
    assert woken == [1]
    await connector.close()


def test_the_protocol_of_aiohttp_takes_a_read_timeout() -> None:
    protocol = aiohttp.client_proto.ResponseHandler
    assert isinstance(inspect.getattr_static(protocol, "read_timeout"), property)
    assert list(inspect.signature(protocol.start_timeout).parameters) == ["self"]
