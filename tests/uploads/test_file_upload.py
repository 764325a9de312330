"""The upload of one file, by a method that loses and garbles parts."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
import pytest_asyncio

from basespace_async.downloads.progress import JobMeters
from basespace_async.errors import (
    BadRequestError,
    ConnectionLostError,
    PermissionDeniedError,
    SourceChangedError,
    UploadVerificationError,
)
from basespace_async.progress import silent
from basespace_async.uploads.buffers import BufferPool
from basespace_async.uploads.checks import compared, joined_etag
from basespace_async.uploads.creation import create_once
from basespace_async.uploads.file_upload import FileUpload, UploadContext
from basespace_async.uploads.journal import UploadJournal
from basespace_async.uploads.methods import MethodChoice
from basespace_async.uploads.options import MIN_PART_SIZE, UploadSettings
from basespace_async.uploads.report import UploadedFile
from basespace_async.uploads.source import SourceFile
from basespace_async.uploads.target import TargetFiles, UploadTarget

PART = MIN_PART_SIZE
TARGET = UploadTarget("datasets", "ds.1")


def refused(kind: type[Any] = BadRequestError, status: int = 400) -> Exception:
    return kind(status=status, code="", message="refused", method="POST", url="", request_id="", headers={}, body=b"")


class NoListings(TargetFiles):
    """Of a service that nothing has reached yet."""

    def __init__(self) -> None:
        pass

    async def of(self, target: UploadTarget) -> dict[str, Any]:
        return {}


class Store:
    """What a service has: whole files, and parts of uploads."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[int, bytes]] = {}
        self.whole: dict[str, bytes] = {}
        self.sent: list[int] = []
        self.begun = 0


class ScriptedMethod:
    """A method whose parts go astray as told."""

    def __init__(self, store: Store, name: str = "v2") -> None:
        self.name = name
        self.store = store
        self.lost: list[int] = []
        self.garbled: dict[int, int] = {}
        self.tells = True
        self.is_refused = False
        self.aborted: list[str] = []
        self.fails_at: int | None = None
        self.finished: list[str] = []

    async def send_whole(self, target: UploadTarget, file: SourceFile, data: memoryview, md5: bytes) -> str:
        if self.is_refused:
            raise refused(PermissionDeniedError, 403)
        assert hashlib.md5(data).digest() == md5
        self.store.whole[file.path] = bytes(data)
        return md5.hex()

    async def begin(self, target: UploadTarget, file: SourceFile, parts: int, known_id: str) -> ScriptedUpload:
        if self.is_refused:
            raise refused(PermissionDeniedError, 403)
        if known_id not in self.store.parts:
            self.store.begun += 1
            known_id = str(self.store.begun)
            self.store.parts[known_id] = {}
        return ScriptedUpload(self, file, known_id, parts)

    async def finish(self, target: UploadTarget, files: Sequence[tuple[SourceFile, str]]) -> set[str]:
        self.finished += [etag for _, etag in files]
        return set()

    async def aclose(self) -> None:
        """Nothing is held."""


class ScriptedUpload:
    def __init__(self, method: ScriptedMethod, file: SourceFile, upload_id: str, count: int) -> None:
        self.id = upload_id
        self._method = method
        self._file = file
        self._count = count

    @property
    def _parts(self) -> dict[int, bytes]:
        return self._method.store.parts[self.id]

    async def send(self, number: int, data: memoryview, md5: bytes) -> str:
        if self._method.fails_at == number:
            raise ConnectionLostError("cut")
        self._method.store.sent.append(number)
        if self._method.garbled.get(number, 0) > 0:
            self._method.garbled[number] -= 1
            return "0" * 32
        if number in self._method.lost:
            self._method.lost.remove(number)
        else:
            self._parts[number] = bytes(data)
        return md5.hex()

    async def received(self) -> dict[int, str] | None:
        if not self._method.tells:
            return None
        return {number: hashlib.md5(data).hexdigest() for number, data in self._parts.items()}

    async def is_complete(self) -> bool:
        return self._file.path in self._method.store.whole

    async def complete(self, etags: Mapping[int, str]) -> None:
        if set(self._parts) != set(etags) or len(etags) != self._count:
            raise refused()
        self._method.store.whole[self._file.path] = b"".join(data for _, data in sorted(self._parts.items()))

    async def abort(self) -> bool:
        if self._file.path in self._method.store.whole:
            return False
        self._method.aborted.append(self.id)
        del self._method.store.parts[self.id]
        return True


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "large.bin"
    path.write_bytes(Random(1).randbytes(2 * PART + 1000))
    return path


@pytest_asyncio.fixture
async def journal(tmp_path: Path) -> AsyncIterator[UploadJournal]:
    journal = UploadJournal(tmp_path / "journals", {"a": 1})
    yield journal
    journal.close()


async def run(journal: UploadJournal, path: Path, *methods: ScriptedMethod, **options: Any) -> UploadedFile:
    _, settings = UploadSettings.split({"part_size": PART, **options})
    context = UploadContext(journal, MethodChoice(methods), settings, BufferPool(4, 4 * PART), NoListings())
    meter = JobMeters(silent).file()
    return await FileUpload(context, TARGET, SourceFile.of(path, path.name), meter).run()


async def test_parts_arrive_and_are_joined(journal: UploadJournal, path: Path) -> None:
    method = ScriptedMethod(Store())
    uploaded = await run(journal, path, method)
    assert method.store.whole == {"large.bin": path.read_bytes()}
    parts = {
        number: hashlib.md5(path.read_bytes()[(number - 1) * PART : number * PART]).hexdigest() for number in (1, 2, 3)
    }
    assert uploaded.etag == joined_etag(parts)
    assert (uploaded.sent, uploaded.kept) == (2 * PART + 1000, False)


@pytest.mark.parametrize("lost", [[1], [2, 3], [1, 1, 1], [1, 2, 3]])
async def test_parts_that_were_acknowledged_and_lost_are_sent_again(
    journal: UploadJournal, path: Path, lost: list[int]
) -> None:
    method = ScriptedMethod(Store())
    method.lost = [*lost]
    await run(journal, path, method)
    assert method.store.whole == {"large.bin": path.read_bytes()}
    assert sorted(method.store.sent) == sorted([1, 2, 3, *lost])


async def test_where_the_service_does_not_tell_what_it_has_all_parts_are_sent_again(
    journal: UploadJournal, path: Path
) -> None:
    method = ScriptedMethod(Store())
    method.lost, method.tells = [2], False
    await run(journal, path, method)
    assert method.store.whole == {"large.bin": path.read_bytes()}
    assert sorted(method.store.sent) == [1, 1, 2, 2, 3, 3]


async def test_parts_that_are_lost_again_and_again_end_in_the_refusal(journal: UploadJournal, path: Path) -> None:
    method = ScriptedMethod(Store())
    method.lost = [2] * 9
    with pytest.raises(BadRequestError):
        await run(journal, path, method)


async def test_a_part_with_a_wrong_etag_is_sent_again(journal: UploadJournal, path: Path) -> None:
    method = ScriptedMethod(Store())
    method.garbled = {2: 3}
    await run(journal, path, method)
    assert method.store.sent.count(2) == 4


async def test_a_part_whose_etag_stays_wrong_is_an_error(journal: UploadJournal, path: Path) -> None:
    method = ScriptedMethod(Store())
    method.garbled = {2: 4}
    with pytest.raises(UploadVerificationError, match=r"part 2 of large.bin"):
        await run(journal, path, method)


async def test_the_next_call_sends_what_the_service_lacks(journal: UploadJournal, path: Path) -> None:
    store = Store()
    method = ScriptedMethod(store)
    method.fails_at = 3
    with pytest.raises(ConnectionLostError):
        await run(journal, path, method, concurrency=1)
    del store.parts["1"][1]  # lost meanwhile
    uploaded = await run(journal, path, ScriptedMethod(store))
    assert sorted(store.sent) == [1, 1, 2, 3]
    assert uploaded.sent == PART + 1000
    assert store.whole == {"large.bin": path.read_bytes()}
    again = await run(journal, path, ScriptedMethod(store))
    assert (again.kept, again.sent, again.etag) == (True, 0, uploaded.etag)


async def test_an_upload_whose_end_was_not_seen_is_complete(journal: UploadJournal, path: Path) -> None:
    method = ScriptedMethod(Store())
    first = await run(journal, path, method)
    journal.files[TARGET.key("large.bin")].etag = None  # the answer was lost
    method.store.parts["1"].clear()  # a complete file has no list of parts
    again = await run(journal, path, method)
    assert (again.etag, again.sent) == (first.etag, 0)


async def test_an_upload_that_the_service_no_longer_knows_begins_anew(journal: UploadJournal, path: Path) -> None:
    store = Store()
    method = ScriptedMethod(store)
    method.fails_at = 3
    with pytest.raises(ConnectionLostError):
        await run(journal, path, method, concurrency=1)
    store.parts.clear()
    await run(journal, path, ScriptedMethod(store))
    assert store.whole == {"large.bin": path.read_bytes()}


async def test_a_source_that_changes_midway_is_aborted_on_the_service(journal: UploadJournal, path: Path) -> None:
    method = ScriptedMethod(Store())
    method.fails_at = 2
    with pytest.raises(ConnectionLostError):
        await run(journal, path, method)
    path.write_bytes(Random(2).randbytes(2 * PART + 1001))
    with pytest.raises(SourceChangedError, match="is not what it was when its upload began"):
        await run(journal, path, method)
    assert method.aborted == ["1"]
    method.fails_at = None
    await run(journal, path, method)
    assert method.store.whole == {"large.bin": path.read_bytes()}


async def test_a_source_that_changes_after_an_upload_whose_end_was_not_seen_stays_as_it_was_sent(
    journal: UploadJournal, path: Path
) -> None:
    method = ScriptedMethod(Store())
    sent = path.read_bytes()
    await run(journal, path, method)
    journal.files[TARGET.key("large.bin")].etag = None  # the answer was lost
    path.write_bytes(b"changed")
    with pytest.raises(SourceChangedError, match="changed since it was uploaded"):
        await run(journal, path, method)
    assert method.store.whole == {"large.bin": sent}
    with pytest.raises(SourceChangedError, match="changed since it was uploaded"):
        await run(journal, path, method)


async def test_the_first_method_that_is_not_refused_is_used(journal: UploadJournal, path: Path) -> None:
    first, second = ScriptedMethod(Store(), "v2"), ScriptedMethod(Store(), "v1pre3")
    first.is_refused = True
    await run(journal, path, first, second)
    assert second.store.whole == {"large.bin": path.read_bytes()}
    assert journal.files[TARGET.key("large.bin")].method == "v1pre3"


async def test_where_all_methods_are_refused_the_first_refusal_is_the_error(journal: UploadJournal, path: Path) -> None:
    methods = [ScriptedMethod(Store(), "v2"), ScriptedMethod(Store(), "v1pre3")]
    for method in methods:
        method.is_refused = True
    with pytest.raises(PermissionDeniedError):
        await run(journal, path, *methods)


class Thing:
    def __init__(self, id: str) -> None:
        self.id = id


async def _never() -> Thing | None:
    return None


async def test_what_was_created_is_not_created_again(journal: UploadJournal) -> None:
    created: list[Thing] = []

    async def create() -> Thing:
        created.append(Thing(str(len(created))))
        return created[-1]

    assert [await create_once(journal, "dataset", create, _never) for _ in range(3)] == ["0", "0", "0"]
    assert len(created) == 1


@pytest.mark.parametrize("arrived", [False, True])
async def test_what_may_have_been_created_is_looked_for(journal: UploadJournal, arrived: bool) -> None:
    there: list[Thing] = []
    attempts = 0

    async def create() -> Thing:
        nonlocal attempts
        attempts += 1
        if attempts > 1 or arrived:
            there.append(Thing("7"))
        if attempts == 1:
            raise ConnectionLostError("cut")
        return there[-1]

    async def find() -> Thing | None:
        return there[-1] if there else None

    assert await create_once(journal, "dataset", create, find) == "7"
    assert len(there) == 1
    assert not journal.creating


async def test_a_creation_that_was_refused_is_not_looked_for(journal: UploadJournal) -> None:
    async def create() -> Thing:
        raise refused()

    with pytest.raises(BadRequestError):
        await create_once(journal, "dataset", create, _never)
    assert not journal.creating


def _listed(**fields: Any) -> Any:
    class Listed:
        size = fields.get("size", 5)
        etag = fields.get("etag")

    return Listed()


UPLOADED = UploadedFile(Path("a"), "a", 5, 5, False, "0" * 32)


@pytest.mark.parametrize(
    ("listed", "method"),
    [
        (_listed(etag="0" * 32), "md5"),
        (_listed(etag=f'"{"0" * 32}"'), "md5"),
        (_listed(etag=None), "size"),
        (_listed(etag="opaque"), "size"),
        (_listed(etag="1" * 32 + "-2"), "size"),
    ],
)
def test_what_the_service_lists_is_compared_as_far_as_it_can_be(listed: Any, method: str) -> None:
    verification = compared(UPLOADED, listed)
    assert verification.method == method
    assert bool(verification.reason) == (method == "size")


@pytest.mark.parametrize("listed", [None, _listed(size=4), _listed(etag="1" * 32)])
def test_what_differs_from_what_was_sent_is_an_error(listed: Any) -> None:
    with pytest.raises(UploadVerificationError):
        compared(UPLOADED, listed)
