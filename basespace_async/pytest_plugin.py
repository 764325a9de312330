"""Fixtures for tests of programs that use this package; pytest finds them by itself.

    async def test_my_pipeline(basespace, basespace_simulator):
        basespace_simulator.faults.add("throttle", probability=0.1, seconds=1)
        assert await basespace.biosamples.list().count() == 100

    async def test_my_pipeline_on_my_files(basespace, basespace_world):
        basespace_world.biosample("NA12878", fastqs=["reads/NA12878_S1_L001_R1_001.fastq.gz"])

    @pytest.mark.basespace(biosamples=5, seed=7)
    def test_with_another_world(basespace_simulator):
        subprocess.run(["my-pipeline"], env={"BASESPACE_API_SERVER": basespace_simulator.page, ...}, check=True)

    async def test_on_what_my_account_says(basespace_recorded):  # recorded once with --basespace-record FOLDER
        assert await basespace_recorded.biosamples.find_by_name(["NA12878"])

The clients run in the event loop of the test, whatever its loop scope in pytest-asyncio is. Nothing of the package is
imported before a test asks for a fixture.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .client import BaseSpace
    from .simulator import Simulator, WorldBuilder

try:
    import pytest_asyncio
except ImportError:  # anyio's plugin runs plain async fixtures
    pytest_asyncio = None  # type: ignore[assignment]


_RECORD = "--basespace-record"
_RECORDINGS = "basespace_recordings"
BIOSAMPLES = 100
_PASSED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of recordings."""
    group = parser.getgroup("basespace")
    group.addoption(
        _RECORD, metavar="FOLDER", help="record what your account answers the tests that use basespace_recorded"
    )
    parser.addini(_RECORDINGS, "folder of the recordings of basespace_recorded", default="basespace-recordings")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker `basespace`."""
    config.addinivalue_line("markers", "basespace(**arguments): arguments of the test's BaseSpace simulator")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Note whether a test passed, for its recording."""
    if call.when == "call":
        item.stash[_PASSED] = call.excinfo is None


@pytest.fixture
def basespace_simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """Start a simulated BaseSpace of 100 biosamples for one test, in a thread of its own.

    `@pytest.mark.basespace(...)` gives other arguments of `Simulator`. There are no biosamples where the test has
    `basespace_world`.
    """
    from .simulator import Simulator

    marker = request.node.get_closest_marker("basespace")
    if marker and marker.args:
        argument = f"biosamples={marker.args[0]!r}"
        raise pytest.UsageError(f"@pytest.mark.basespace takes arguments by name, such as {argument}")
    biosamples = 0 if "basespace_world" in request.fixturenames else BIOSAMPLES
    arguments: dict[str, Any] = {"biosamples": biosamples, **(marker.kwargs if marker else {})}
    with Simulator(**arguments).in_thread() as simulator:
        yield simulator


@pytest.fixture
def basespace_world(basespace_simulator: Simulator) -> WorldBuilder:
    """Return the builder of the test's simulated account, which is empty at first.

    With `@pytest.mark.basespace(biosamples=...)` it has so many biosamples already.
    """
    from .simulator import WorldBuilder

    return WorldBuilder(basespace_simulator.world)


@pytest.fixture
def basespace(basespace_simulator: Simulator, request: pytest.FixtureRequest) -> BaseSpace:
    """Return a client of the test's simulator; for pytest-asyncio, or anyio's plugin."""
    return _client(request, basespace_simulator.token, server=basespace_simulator.url)


@pytest.fixture
def basespace_recorded(request: pytest.FixtureRequest) -> Iterator[BaseSpace]:
    """Return a client that gets the answers recorded for this test, without a network.

    With `--basespace-record FOLDER` it is a client of your account, and what that answers is recorded in the folder:
    a file for each test that passes, without secrets. The ini option `basespace_recordings` names the folder for the
    replay.

    Raises:
        ConfigurationError: If there is no recording, or nothing is recorded for a request.
    """
    from .conformance.cassette import CassettePlayer, CassetteRecorder

    folder, name = request.config.getoption(_RECORD), _file_name(request.node.nodeid)
    if folder is None:
        player = CassettePlayer(request.config.rootpath / request.config.getini(_RECORDINGS) / name)
        yield _client(request, "recorded", server=player.server, transport=player)
        return
    from .config.configuration import Configuration

    account = Configuration.discover()
    recorder = CassetteRecorder(account.server)
    yield _client(request, account.token, server=account.server, middleware=[recorder.wrap])
    if request.node.stash.get(_PASSED, False):  # otherwise an earlier recording stays
        recorder.save(Path(folder).absolute() / name)


def _file_name(test: str) -> str:
    """Return a name for the recording of a test that all file systems take, and no other test has."""
    digest = hashlib.sha256(test.encode()).hexdigest()[:8]
    file, _, name = test.partition("::")
    readable = re.sub(r"[^A-Za-z0-9]+", "-", f"{file.rpartition('/')[2]} {name}")
    return f"{readable[:80].strip('-')}-{digest}.json"


def _client(request: pytest.FixtureRequest, *arguments: Any, **options: Any) -> BaseSpace:
    """Return a client that is closed in the event loop of the test."""
    from .client import BaseSpace

    marker = request.node.get_closest_marker("asyncio")
    scope = (marker.kwargs.get("loop_scope") or marker.kwargs.get("scope")) if marker else None
    if scope is None and request.config.pluginmanager.hasplugin("asyncio"):
        with suppress(ValueError):  # releases before 0.26 lack the option
            scope = request.config.getini("asyncio_default_test_loop_scope")
    clients = request.getfixturevalue(f"_basespace_{scope or 'function'}_clients")
    client = BaseSpace(*arguments, **options)
    clients.append(client)
    return client


def _clients_in_loop(loop_scope: Any) -> Any:
    """Return the fixture of the clients that a test opened in the event loop of a scope, where they are closed."""

    async def clients() -> AsyncIterator[list[BaseSpace]]:
        opened: list[BaseSpace] = []
        yield opened
        for client in opened:
            await client.aclose()

    if pytest_asyncio is None:
        return pytest.fixture(clients)
    return pytest_asyncio.fixture(clients, loop_scope=loop_scope)


_basespace_function_clients = _clients_in_loop("function")
_basespace_class_clients = _clients_in_loop("class")
_basespace_module_clients = _clients_in_loop("module")
_basespace_package_clients = _clients_in_loop("package")
_basespace_session_clients = _clients_in_loop("session")
