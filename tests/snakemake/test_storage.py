"""The storage plugin for Snakemake, against a simulated service."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from snakemake.io import IOCache, directory, is_flagged
from snakemake_interface_common.exceptions import WorkflowError
from snakemake_interface_storage_plugins.registry import StoragePluginRegistry
from snakemake_interface_storage_plugins.tests import TestStorageBase as StorageSuite

from basespace_async import RedisBudget
from basespace_async.simulator import Simulator
from basespace_async.snakemake import StorageObject, StorageProvider, StorageProviderSettings
from tests.support.simulated_files import Placed, asked, forget, place

FILES = {"a.txt": b"aa\n", "logs/run.txt": b"done\n", "logs/deep/trace.txt": b"trace\n"}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=3, seed=1).in_thread() as running:
        yield running


@pytest.fixture
def placed(simulator: Simulator) -> Placed:
    return place(simulator, FILES)


@pytest.fixture
def provider(simulator: Simulator, tmp_path: Path) -> Iterator[StorageProvider]:
    made = new_provider(simulator, tmp_path)
    yield made
    made.filesystem.close()


def new_provider(simulator: Simulator, folder: Path, **settings: Any) -> StorageProvider:
    return StorageProvider(
        local_prefix=folder / "local",
        logger=logging.getLogger(__name__),
        settings=StorageProviderSettings(token=simulator.token, server=simulator.url, **settings),
    )


def stored(provider: StorageProvider, query: str, content: bytes) -> StorageObject:
    output: StorageObject = provider.object(query)
    output.local_path().parent.mkdir(parents=True, exist_ok=True)
    output.local_path().write_bytes(content)
    output.store_object()
    return output


class OwnSuite(StorageSuite):
    """Snakemake's own tests of a plugin."""

    __test__ = False
    simulator: Simulator

    @pytest.fixture(autouse=True)
    def _service(self, simulator: Simulator, placed: Placed) -> None:
        self.simulator = simulator

    def get_storage_provider_cls(self) -> type[StorageProvider]:
        return StorageProvider

    def get_storage_provider_settings(self) -> StorageProviderSettings:
        return StorageProviderSettings(token=self.simulator.token, server=self.simulator.url)

    def get_query_not_existing(self, tmp_path: Path) -> str:
        return "basespace://projects/My study/Liver-1_L001/none.txt"


class TestReads(OwnSuite):
    __test__ = True
    retrieve_only = True

    def get_query(self, tmp_path: Path) -> str:
        return "basespace://projects/My study/Liver-1_L001/logs/run.txt"


class TestWritesToNewDataset(OwnSuite):
    __test__ = True
    files_only = False

    def get_query(self, tmp_path: Path) -> str:
        return "basespace://projects/My study/Results/tables/counts"


def test_snakemake_finds_the_plugin() -> None:
    plugin = StoragePluginRegistry().get_plugin("basespace")
    assert plugin.is_read_write()
    assert plugin.settings_cls is StorageProviderSettings


def test_an_inventory_costs_one_list_for_all_files_of_a_dataset(
    provider: StorageProvider, simulator: Simulator, placed: Placed
) -> None:
    objects = [provider.object(f"basespace://{placed.at(file)}") for file in (*FILES, "none.txt")]
    forget(simulator)
    cache = IOCache(max_wait_time=10)
    for each in objects:
        asyncio.run(each.inventory(cache))
    assert asked(simulator)["GET /datasets/{id}/files"] == 1
    for each, content in zip(objects, FILES.values(), strict=False):
        assert cache.exists_in_storage[each.cache_key()]
        assert cache.size[each.cache_key()] == len(content) == each.size()
        assert cache.mtime[each.cache_key()].storage() == each.mtime()
    assert not cache.exists_in_storage[objects[-1].cache_key()]
    assert asked(simulator)["GET /datasets/{id}/files"] == 1


def test_an_inventory_has_the_folders_of_a_dataset_too(provider: StorageProvider, placed: Placed) -> None:
    folder, file = (provider.object(f"basespace://{placed.at(path)}") for path in ("logs", "logs/deep/trace.txt"))
    cache = IOCache(max_wait_time=10)
    asyncio.run(file.inventory(cache))
    assert cache.exists_in_storage[folder.cache_key()]
    assert cache.mtime[folder.cache_key()].storage() == folder.mtime() >= file.mtime() > 0
    assert cache.size[folder.cache_key()] == folder.size() == 0


def test_a_folder_is_as_new_as_its_newest_file(provider: StorageProvider, simulator: Simulator, placed: Placed) -> None:
    folder = provider.object(f"basespace://{placed.at('logs')}")
    before = folder.mtime()
    simulator.clock.advance(hours=1)
    simulator.world.add_file(placed.dataset, "logs/deep/new.txt", b"new")
    provider.filesystem.invalidate_cache()
    assert folder.mtime() == pytest.approx(before + 3600, abs=60)


def test_what_snakemake_notes_on_a_query_stays_on_it(provider: StorageProvider) -> None:
    query = directory("basespace://projects/100% mine/Results/d*")
    assert is_flagged(provider.postprocess_query(query), "directory")
    assert provider.postprocess_query(query) == "basespace://projects/100%25 mine/Results/d%2A"


def test_glob_gives_the_paths_below_the_constant_part(provider: StorageProvider, placed: Placed) -> None:
    pattern = provider.object(f"basespace://{placed.path}/logs/{{name}}.txt")
    expected = [f"basespace://{placed.at(file)}" for file in ("logs/deep/trace.txt", "logs/run.txt")]
    assert sorted(pattern.list_candidate_matches()) == expected


def test_a_folder_is_retrieved_with_its_files(provider: StorageProvider, placed: Placed) -> None:
    folder = provider.object(f"basespace://{placed.at('logs')}")
    assert folder.exists()
    assert folder.size() == 0
    assert folder.local_footprint() == 11
    folder.local_path().parent.mkdir(parents=True)
    folder.retrieve_object()
    assert (folder.local_path() / "run.txt").read_bytes() == b"done\n"
    assert (folder.local_path() / "deep" / "trace.txt").read_bytes() == b"trace\n"


def test_outputs_of_two_jobs_go_to_one_new_dataset(provider: StorageProvider, simulator: Simulator) -> None:
    first = stored(provider, "basespace://projects/New project/Results/a.txt", b"one")
    stored(provider, "basespace://projects/New project/Results/b/c.txt", b"two")
    assert first.size() == 3
    datasets = [each for each in simulator.world.datasets.values() if each.name == "Results"]
    assert len(datasets) == 1
    assert [each.name for each in simulator.world.projects.values()].count("New project") == 1
    assert sorted(provider.filesystem.find("projects/New project/Results")) == [
        "projects/New project/Results/a.txt",
        "projects/New project/Results/b/c.txt",
    ]


def test_an_output_alone_in_its_dataset_is_replaced(provider: StorageProvider, simulator: Simulator) -> None:
    output = stored(provider, "basespace://projects/New project/Results/a.txt", b"one")
    output.remove()
    assert not output.exists()
    stored(provider, output.query, b"three")
    assert output.size() == 5
    assert len(simulator.world.trash) == 1


def test_what_the_service_cannot_remove_or_replace_stays(
    provider: StorageProvider, simulator: Simulator, placed: Placed
) -> None:
    first = stored(provider, "basespace://projects/New project/Results/a.txt", b"one")
    with pytest.raises(WorkflowError, match=r"has a\.txt already"):
        stored(provider, first.query, b"two")
    stored(provider, "basespace://projects/New project/Results/b.txt", b"two")
    with pytest.raises(WorkflowError, match="a dataset of its own"):
        first.remove()
    with pytest.raises(WorkflowError, match="not an output of a workflow"):
        provider.object(f"basespace://{placed.path}").remove()
    with pytest.raises(WorkflowError, match="not in a dataset"):
        provider.object("basespace://runs/105000000/SampleSheet.csv").remove()
    assert not simulator.world.trash
    assert first.size() == 3


def test_an_output_of_another_job_is_seen(provider: StorageProvider, simulator: Simulator, tmp_path: Path) -> None:
    query = "basespace://projects/New project/Results/a.txt"
    assert not provider.object(query).exists()
    other = new_provider(simulator, tmp_path / "other")
    stored(other, query, b"one")
    other.filesystem.close()
    assert provider.object(query).exists()


@pytest.mark.parametrize(
    "query",
    [
        "basespace://runs/105000000/x.txt",
        "basespace://projects/My study/x.txt",
        "basespace://datasets/ds.00000000000000000000000000000000/x.txt",
        "basespace://files/12",
        "basespace://biosamples/104000000/None/x.txt",
    ],
)
def test_where_nothing_can_be_stored_the_error_says_what_can(
    provider: StorageProvider, placed: Placed, query: str
) -> None:
    with pytest.raises(WorkflowError, match=r"basespace://projects/<project>/<dataset>/<path>"):
        stored(provider, query, b"x")


@pytest.mark.parametrize(
    ("query", "is_valid"),
    [
        ("basespace://projects/My study/D/{sample}_R1.fastq.gz", True),
        ("basespace://{kind}/{path}", True),
        ("basespace://projects/P/D/{n,[0-9]{1,3}/x}.txt", True),
        ("basespace://runs/105000000/SampleSheet.csv", True),
        ("basespace://projects", False),
        ("basespace://projects//x", False),
        ("basespace://projects/a/../x", False),
        ("basespace://people/a/x", False),
        ("s3://projects/a/x", False),
    ],
)
def test_queries(query: str, is_valid: bool) -> None:
    result = StorageProvider.is_valid_query(query)
    assert bool(result) == is_valid
    assert bool(result.reason) != is_valid


def test_a_name_has_one_spelling(provider: StorageProvider) -> None:
    assert provider.object("basespace://projects/My%20study/D/a[1].txt").query == (
        "basespace://projects/My study/D/a%5B1%5D.txt"
    )


def test_a_wrong_setting_is_an_error_of_the_workflow_without_secrets(simulator: Simulator, tmp_path: Path) -> None:
    with pytest.raises(WorkflowError, match="not both") as caught:
        _ = new_provider(simulator, tmp_path, profile="lab").filesystem
    assert simulator.token not in str(caught.value)


def test_the_settings_reach_the_client(simulator: Simulator, tmp_path: Path) -> None:
    provider = new_provider(simulator, tmp_path, redis="redis://:secret@localhost:1/0", max_requests_per_second=3)
    options = provider.filesystem._account.client_options
    assert options["rate_limit"].rate == 3
    assert isinstance(options["shared_budget"], RedisBudget)
    assert "secret" not in repr(provider.filesystem)
