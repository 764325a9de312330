"""The runner of code blocks notices what is wrong in a page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.page_blocks import ROOT, Block, Session, blocks_of, commands_of, session
from tests.support.paths import DOCS

PAGE = """# A page

<!-- not run: why -->
```python
nothing()
```

```console
$ echo one
```

<!-- not run: why -->

```text
what
```
"""


@pytest.fixture
async def begun(tmp_path: Path) -> AsyncIterator[Session]:
    async with session(Path("page.md"), tmp_path, "http://127.0.0.1:1/v2", "secret", {"answer": 42}) as begun:
        yield begun


def block(language: str, code: str, *, run: bool = True) -> Block:
    return Block(language, code, 10, run)


def test_blocks_are_found_with_their_lines_and_marks() -> None:
    assert list(blocks_of(PAGE)) == [
        Block("python", "nothing()\n", 4, False),
        Block("console", "$ echo one\n", 8, True),
        Block("text", "what\n", 14, False),
    ]


def test_a_block_has_the_text_of_the_file_that_it_includes() -> None:
    path = "tests/typing/lab_program.py"
    (block,) = blocks_of(f"```python\n# made.py\n--8<--\n{path}\n--8<--\n```\n")
    assert block.code == "# made.py\n" + (ROOT / path).read_text(encoding="utf-8")


def test_commands_have_what_is_shown_below_them() -> None:
    code = "$ one \\\n    --two\nshown\nmore\n$ three\n"
    assert list(commands_of(code)) == [("one     --two", "shown\nmore\n"), ("three", "")]


async def test_blocks_share_their_names_and_may_await(begun: Session) -> None:
    await begun.run(block("python", "import asyncio\nawait asyncio.sleep(0)\nnext = answer + 1\n"))
    await begun.run(block("python", "print(next)\n"))
    await begun.run(block("text", "43\n"))


async def test_another_output_than_is_shown_fails(begun: Session) -> None:
    await begun.run(block("python", "print(answer)\n"))
    with pytest.raises(AssertionError, match=r"shows\n43\n\nand printed is\n42"):
        await begun.run(block("text", "43\n"))
    with pytest.raises(AssertionError, match="and printed is\none"):
        await begun.run(block("console", "$ echo one\ntwo\n"))


async def test_dots_stand_for_anything(begun: Session) -> None:
    await begun.run(block("console", "$ echo one two three\none ... three\n$ printf 'a\\nb\\n'\n...\n"))


async def test_a_block_that_is_not_run_must_compile(begun: Session) -> None:
    await begun.run(block("python", "nothing_of_that_name()\n", run=False))
    with pytest.raises(SyntaxError) as raised:
        await begun.run(block("python", "one two\n", run=False))
    assert raised.value.filename == "page.md"


async def test_an_error_in_a_block_has_the_line_of_the_page(begun: Session) -> None:
    with pytest.raises(NameError) as raised:
        await begun.run(block("python", "1\nnothing_of_that_name()\n"))
    assert raised.traceback[-1].lineno + 1 == 12


async def test_a_command_that_fails_fails(begun: Session) -> None:
    with pytest.raises(AssertionError, match="no such file"):
        await begun.run(block("console", "$ echo no such file >&2; false\n"))
    await begun.run(block("console", "$ false\n", run=False))


async def test_a_file_is_written_and_not_run(begun: Session) -> None:
    await begun.run(block("python", "# made.py\nprint('from a file')\n"))
    await begun.run(block("console", "$ python made.py\nfrom a file\n"))


async def test_a_script_of_its_own_is_a_process_where_warnings_are_errors(begun: Session) -> None:
    code = "import asyncio\n\n\nasync def main():\n    print('alone')\n\n\nasyncio.run(main())\n"
    await begun.run(block("python", code))
    await begun.run(block("text", "alone\n"))
    with pytest.raises(AssertionError, match="UserWarning"):
        await begun.run(block("python", f"import warnings\nwarnings.warn('old')\n{code}"))


async def test_variables_are_set_for_what_follows(begun: Session) -> None:
    await begun.run(block("console", '$ export NAME=value\n$ echo "$NAME"\nvalue\n'))


@pytest.mark.slow
async def test_a_simulator_that_a_page_starts_is_on_a_port_of_its_own_and_ends_with_the_page(tmp_path: Path) -> None:
    async with session(Path("page.md"), tmp_path, "http://127.0.0.1:1/v2", "secret", {}) as begun:
        shown = "export BASESPACE_API_SERVER=http://127.0.0.1:8000\nexport BASESPACE_ACCESS_TOKEN=simulator-token\n"
        await begun.run(block("console", f"$ basespace-async simulate --port 8000 --size 3\n{shown}"))
        await begun.run(block("console", "$ export BASESPACE_ACCESS_TOKEN=simulator-token\n"))
        await begun.run(block("console", "$ curl -sf http://127.0.0.1:8000/_simulator/state\n{...}\n"))
        (process,) = begun._background
        assert process.poll() is None
    assert process.returncode == 0


ELSEWHERE = {"guide.md", "simulator.md"}  # tests/docs/test_readme.py
RUN = {"python", "console", "text"}
# Shown as they are: drawings, and files of other programs.
SHOWN = {
    ("architecture.md", ""),
    ("how-to/snakemake.md", "snakemake"),
    ("how-to/watch.md", "ini"),
    ("how-to/watch.md", "crontab"),
}


def test_every_block_of_the_documentation_is_run_or_marked_so() -> None:
    neither = []
    for page in sorted(DOCS.rglob("*.md")):
        name = page.relative_to(DOCS).as_posix()
        for block in blocks_of(page.read_text(encoding="utf-8")):
            # tests/docs/test_readme.py runs all blocks of Python of its pages, and no others.
            is_run = block.language in RUN - ({"console"} if name in ELSEWHERE else set())
            if block.run and not is_run and (name, block.language) not in SHOWN:
                neither.append(f"{name}:{block.line}")
    assert neither == []
