"""Every event loop of the tests is uvloop's: `pytest -p tests.support.uvloop_plugin`."""

import asyncio

import uvloop

asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
