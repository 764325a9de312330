"""What a harvest of ten million files and a petabyte takes, from measured figures: the tables of docs/scaling.md."""

from __future__ import annotations

from attrs import frozen

from .report import Table, table_lines

GIB = 1 << 30
DAY = 86_400


@frozen
class Measured:
    """Figures of one core and one process, from RESULTS.md and, for memory, from docs/scaling.md.

    Attributes:
        call: seconds of processor for one call, its typed result included, 64 at a time.
        item: seconds of processor for one item of a list.
        verified, unverified: seconds of processor for each GiB that is downloaded, with MD5 and without.
        file: seconds of processor for each file beyond its bytes, its request for a link left out.
        kept: bytes of memory that a download job keeps for each file.
        base: bytes of memory of a process with 16 downloads under way.
    """

    call: float = 130e-6
    item: float = 10e-6
    verified: float = 2.5
    unverified: float = 1.1
    file: float = 400e-6
    kept: int = 1000
    base: int = 85_000_000


@frozen
class Project:
    """What is harvested.

    Attributes:
        files, size: of all of them; bytes.
        files_each: of a dataset.
        page: items asked for at a time; one of them was in the page before.
        part: bytes of a range request.
    """

    files: int = 10_000_000
    size: int = 10**15
    files_each: int = 4
    page: int = 500
    part: int = 8 << 20

    @property
    def datasets(self) -> int:
        return self.files // self.files_each

    @property
    def lists_of_datasets(self) -> int:
        """Requests for pages of datasets."""
        return -(-self.datasets // (self.page - 1))

    @property
    def ranges(self) -> int:
        """Requests to the object store."""
        return self.files * max(1, -(-(self.size // self.files) // self.part))

    @property
    def requests(self) -> int:
        """Requests to the API: a dataset's files come in one page, with their links."""
        return self.lists_of_datasets + self.datasets


RATES = (10, 50, 200, 1000)
NETWORKS = (1, 10, 25, 100)
PROCESSES = (1, 4, 16, 64)


def requests_table(project: Project) -> Table:
    rows = [
        ["pages of datasets", f"{project.lists_of_datasets:,}", "API"],
        ["lists of a dataset's files, with links", f"{project.datasets:,}", "API"],
        ["links of files, where the list did not give them", f"0 to {project.files:,}", "API"],
        ["ranges of content", f"{project.ranges:,}", "object store"],
    ]
    return Table(["requests for", "number", "of the"], rows)


def rates_table(project: Project, measured: Measured) -> Table:
    rows = []
    for rate in RATES:
        both = (project.requests / rate, (project.requests + project.files) / rate)
        rows.append([f"{rate:,}", *map(_time, both), f"{rate * measured.call:.1%}"])
    return Table(["requests/s allowed", "with links in the lists", "a request for each link", "of a core"], rows)


def networks_table(project: Project, measured: Measured) -> Table:
    rows = []
    for gigabits in NETWORKS:
        seconds = project.size / (gigabits * 1e9 / 8)
        cores = [f"{cpu / seconds:.1f}" for cpu in (_cpu(project, measured, True), _cpu(project, measured, False))]
        rows.append([f"{gigabits} Gb/s", _time(seconds), *cores])
    return Table(["network", "time", "cores, verified", "cores, by size alone"], rows)


def processes_table(project: Project, measured: Measured) -> Table:
    rows = []
    for count in PROCESSES:
        memory = measured.base + measured.kept * project.files / count
        rows.append([f"{count}", f"{memory / 1e9:,.1f} GB", f"{memory * count / 1e9:,.1f} GB"])
    return Table(["processes, a part of the files each", "memory of each", "of all"], rows)


def _cpu(project: Project, measured: Measured, verify: bool) -> float:
    """Return the seconds of processor for the whole workload."""
    calls = project.requests * measured.call + (project.files + project.datasets) * measured.item
    each = measured.verified if verify else measured.unverified
    return calls + project.files * measured.file + project.size / GIB * each


def _time(seconds: float) -> str:
    if seconds < 2 * 3600:
        return f"{seconds / 60:,.0f} minutes"
    return f"{seconds / 3600:,.1f} hours" if seconds < 2 * DAY else f"{seconds / DAY:,.1f} days"


def document_tables() -> dict[str, str]:
    """Return the tables of docs/scaling.md in Markdown, by what is above them there."""
    project, measured = Project(), Measured()
    tables = {
        "Requests": requests_table(project),
        "Rate limits": rates_table(project, measured),
        "Network and processor": networks_table(project, measured),
        "Memory": processes_table(project, measured),
    }
    return {title: "\n".join(table_lines(table)) for title, table in tables.items()}


if __name__ == "__main__":
    for title, written in document_tables().items():
        print(f"## {title}\n\n{written}\n")
