"""The built site in a real browser: every page and link, what copy buttons copy, and whom it would keep out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.support.browser import SCHEMES, WIDTHS, chromium, emulate, eventually, overflow, violations

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SAMPLE = [
    "index",
    "how-to/fetch-fastqs",
    "reference/lists",
    *(pytest.param(page, marks=pytest.mark.exhaustive) for page in ("tutorial", "command-line", "simulator")),
]
# What the page says outside code, its code, and where its links lead.
READ = """
const page = document.querySelector(".md-content").cloneNode(true);
const code = [...page.querySelectorAll("pre")].map((each) => each.textContent);
const links = [...document.querySelectorAll("a[href]")].map((each) => each.href);
const ids = [...document.querySelectorAll("[id], a[name]")].map((each) => each.id || each.name);
page.querySelectorAll("pre, code").forEach((each) => each.remove());
return {text: page.textContent, code, links, ids, images: [...document.images].filter((each) => !each.naturalWidth).length};
"""
MARKS = ("--8<--", "{{", "{%", "\n:::", "```", "<!--", "](")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(site: Path, address: str, browser: Any) -> dict[str, Any]:
    """What the browser shows of every page, by address."""
    shown = {}
    for file in sorted(site.rglob("*.html")):
        page = f"{address}/{file.relative_to(site)}"
        browser.get(page)
        shown[page] = browser.execute_script(READ)
    assert len(shown) > 80
    return shown


def test_no_page_shows_a_mark_that_was_to_be_replaced(pages: dict[str, Any]) -> None:
    found = [(page, mark) for page, shown in pages.items() for mark in MARKS if mark in shown["text"]]
    found += [(page, "--8<--") for page, shown in pages.items() if any("--8<--" in code for code in shown["code"])]
    assert found == []


def test_every_link_leads_somewhere(site: Path, address: str, pages: dict[str, Any]) -> None:
    broken = []
    for page, shown in pages.items():
        assert shown["images"] == 0, page
        for link in set(shown["links"]):
            target, anchor = urldefrag(link)
            if not target.startswith(f"{address}/"):
                parts = urlsplit(target)
                good = parts.scheme in ("http", "https") and "." in parts.netloc and " " not in target
            elif target.endswith(".html"):
                good = target in pages and (not anchor or unquote(anchor) in pages[target]["ids"])
            else:
                path = site / unquote(target.removeprefix(f"{address}/"))
                good = path.is_file() or (path / "index.html").is_file()
            if not good:
                broken.append((page, link))
    assert broken == []


def copied(browser: Any, address: str, page: str) -> list[str]:
    """What the copy buttons of a page copy."""
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{address}/{page}.html")
    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite"], "origin": address})
    eventually(browser, lambda: browser.find_elements("css selector", "[data-clipboard-target]"))
    texts: list[str] = []
    for button in browser.find_elements("css selector", "[data-clipboard-target]"):
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.send_keys(Keys.ENTER)  # a page copies only what a person asks it for
        read = "const done = arguments[0]; navigator.clipboard.readText().then(done, (error) => done(String(error)))"
        texts.append(browser.execute_async_script(read))
    return texts


def test_copy_buttons_leave_out_the_prompt_and_what_is_printed(browser: Any, address: str) -> None:
    emulate(browser)
    texts = copied(browser, address, "how-to/fetch-fastqs")
    assert any(text.startswith("basespace-async fastq ") for text in texts)
    assert not [text for text in texts if "$ " in text or "133_121308_G_086_R1.fastq.gz\n133" in text]
    assert any("await basespace.fastqs" in text for text in texts)
    prompted = "document.querySelector('.highlight code').innerHTML = arguments[0]"
    browser.execute_script(
        prompted,
        '<span class="gp">$ </span>one \\\n<span class="w">    </span>--two\n<span class="go">printed</span>\n'
        '<span class="gp">&gt;&gt;&gt; </span>three\n',
    )
    browser.find_element("css selector", "[data-clipboard-target]").send_keys("\ue007")
    assert (
        browser.execute_async_script("navigator.clipboard.readText().then(arguments[0])") == "one \\\n    --two\nthree"
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("page", SAMPLE)
def test_the_site_keeps_nobody_out(browser: Any, address: str, page: str, scheme: str, width: int) -> None:
    emulate(browser, scheme=scheme, width=width)
    browser.get(f"{address}/{page}.html")
    browser.execute_script("localStorage.clear()")  # what the theme remembers of the scheme before
    browser.refresh()
    wanted = {"light": "default", "dark": "slate"}[scheme]
    assert browser.find_element("tag name", "body").get_attribute("data-md-color-scheme") == wanted
    assert violations(browser) == []
    assert overflow(browser) == 0


def test_the_keyboard_skips_to_the_content_and_opens_the_search(browser: Any, address: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    emulate(browser)
    browser.get(f"{address}/index.html")
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert browser.switch_to.active_element.get_attribute("class").split()[0] == "md-skip"
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    eventually(browser, lambda: browser.current_url.endswith("#basespace-async"))
    ActionChains(browser).send_keys("/").perform()
    eventually(browser, lambda: browser.switch_to.active_element.get_attribute("name") == "query")
