"""A real browser, what it emulates, and axe-core in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES = ("light", "dark")
WIDTHS = (1360, 390)
_RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run({rules: {"target-size": {enabled: true}}}).then(
  (results) => done(results.violations.flatMap((rule) => rule.nodes.map(
    (node) => `${rule.id}: ${node.target}: ${node.failureSummary}`))),
  (error) => done([String(error)]));
"""


@contextmanager
def chromium() -> Iterator[Chrome]:
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for argument in (
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
            f"--user-data-dir={profile}",
        ):
            options.add_argument(argument)
        driver = Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        try:
            yield driver
        finally:
            driver.quit()


def emulate(browser: Chrome, *, scheme: str = "light", width: int = 1360, reduced_motion: bool = True) -> None:
    """Show pages as on a screen of a width in CSS pixels, to a person with these preferences."""
    metrics = {"width": width, "height": 1100, "deviceScaleFactor": 1, "mobile": width < 600}
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce" if reduced_motion else "no-preference"},
    ]
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def eventually(browser: Chrome, condition: Callable[[], object]) -> None:
    """Wait until it holds; an element may be drawn anew while it is looked at."""
    waiting = WebDriverWait(browser, 15, ignored_exceptions=[StaleElementReferenceException])
    waiting.until(lambda _: condition())


def violations(browser: Chrome) -> list[str]:
    """Violations of any of axe-core's rules in the page, best practices and the size of targets included."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci --prefix tests/support/axe")
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    return list(browser.execute_async_script(_RUN_AXE))


def overflow(browser: Chrome) -> int:
    """CSS pixels by which the page is wider than the screen."""
    return int(
        browser.execute_script("const root = document.documentElement; return root.scrollWidth - root.clientWidth")
    )
