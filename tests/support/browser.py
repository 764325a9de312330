"""A real browser, what a person may have set in it, and axe-core, which looks for what keeps people out of a page."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.paths import ROOT

AXE_VERSION = "4.14.1"
AXE = ROOT / "build" / f"axe-{AXE_VERSION}.min.js"
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1360,1100",
)
PHONE = 390  # pixels
VIEWS = [("light", 1360), ("dark", 1360), ("light", PHONE), ("dark", PHONE)]


@contextlib.contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    """A browser of its own; skips the test where there is none."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("needs chromium and chromedriver")
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
        try:
            yield chrome
        finally:
            chrome.quit()


def axe_script() -> str:
    """axe-core, which npm fetches once; skips the test where it cannot."""
    if not AXE.exists():
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "install", "--silent", "--no-audit", "--prefix", folder, f"axe-core@{AXE_VERSION}"]
            if shutil.which("npm") is None or subprocess.run(command, check=False, timeout=300).returncode:
                pytest.skip(f"needs npm to fetch axe-core {AXE_VERSION}")
            fetched = Path(folder) / "node_modules" / "axe-core" / "axe.min.js"
            AXE.parent.mkdir(exist_ok=True)
            whole = AXE.with_suffix(f".{os.getpid()}")
            shutil.copyfile(fetched, whole)
            whole.replace(AXE)
    return AXE.read_text(encoding="utf-8")


def see_as(browser: webdriver.Chrome, scheme: str, width: int) -> None:
    """Set what a person prefers, and the width of the page."""
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    metrics = {"width": width, "height": 1100, "deviceScaleFactor": 1, "mobile": width <= PHONE}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def axe_violations(browser: webdriver.Chrome, script: str) -> list[str]:
    """What axe-core finds in the page: the rule, and the elements."""
    browser.execute_script(script)
    found: dict[str, Any] = browser.execute_async_script(
        "const done = arguments[0]; axe.run().then(done, (error) => done({error: String(error)}))"
    )
    assert "error" not in found, found
    assert found["passes"]
    return [
        f"{rule['id']}: {node['html']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def scrolls_sideways(browser: webdriver.Chrome) -> bool:
    """Whether the page is wider than the window."""
    wide: bool = browser.execute_script(
        "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def moving(browser: webdriver.Chrome) -> list[str]:
    """The elements of a page that are animated, or would be when they change."""
    names: list[str] = browser.execute_script(
        "return [...document.querySelectorAll('*')].filter((each) => { const style = getComputedStyle(each);"
        " return style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0)"
        "; }).map((each) => each.outerHTML.slice(0, 80))"
    )
    return names


def focused(browser: webdriver.Chrome) -> WebElement:
    """The element that has the focus."""
    return browser.switch_to.active_element


def eventually(browser: webdriver.Chrome, condition: Any, message: str = "") -> None:
    """Waits until a condition holds; an element that was drawn anew meanwhile is looked for again."""
    from selenium.common.exceptions import StaleElementReferenceException

    waiting = WebDriverWait(browser, 15, ignored_exceptions=[StaleElementReferenceException])
    waiting.until(lambda _: condition(), message)


def text_of(browser: webdriver.Chrome, selector: str) -> str:
    """The text that a person sees of an element."""
    return str(browser.find_element(By.CSS_SELECTOR, selector).text)
