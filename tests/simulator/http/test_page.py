"""The simulator's page in a real browser: what a person sees, with the keyboard alone, in light and dark, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

pytest.importorskip("selenium")

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from basespace_async.simulator import Simulator
from tests.support.browser import SCHEMES, WIDTHS, chromium, emulate, eventually, overflow, violations

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=48).in_thread() as simulator:
        yield simulator


@pytest.fixture
def browser(chrome: Chrome, simulator: Simulator) -> Chrome:
    """The browser with the page, once it shows the world."""
    emulate(chrome)
    chrome.get(simulator.page)
    eventually(chrome, lambda: "48" in text(chrome, "#records caption"))
    return chrome


def text(browser: Chrome, selector: str) -> str:
    return str(browser.find_element(By.CSS_SELECTOR, selector).text)


def press(browser: Chrome, *keys: str) -> None:
    browser.switch_to.active_element.send_keys(*keys)


def focused(browser: Chrome) -> str:
    """What has the focus, as a screen reader says it."""
    return str(browser.switch_to.active_element.accessible_name)


def go_to(browser: Chrome, name: str) -> None:
    """Press Tab until what has a name has the focus."""
    for _ in range(60):
        press(browser, Keys.TAB)
        if focused(browser).startswith(name):
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


def get(simulator: Simulator, path: str) -> int:
    return httpx.get(f"{simulator.url}/{path}", headers={"x-access-token": simulator.token}).status_code


def test_a_person_sees_the_world_and_the_requests_and_switches_faults(browser: Chrome, simulator: Simulator) -> None:
    def click(selector: str) -> None:
        eventually(browser, lambda: browser.find_element(By.CSS_SELECTOR, selector).click() or True)

    assert "biosamples" in text(browser, "#world")
    assert "Running" in text(browser, "#analyses")
    assert simulator.url in text(browser, "#url")
    assert "none" in text(browser, "#faults")

    get(simulator, "biosamples?limit=7")
    eventually(browser, lambda: "/v2/biosamples?limit=7" in text(browser, "#recent"))

    Select(browser.find_element(By.NAME, "kind")).select_by_value("status")
    probability = browser.find_element(By.NAME, "probability")
    probability.clear()
    probability.send_keys("1")
    click("#add > button")
    eventually(browser, lambda: len(simulator.faults) == 1)
    assert get(simulator, "users/current") == 503
    eventually(browser, lambda: "503" in text(browser, "#recent"))
    eventually(browser, lambda: "struck 1 of 1" in text(browser, "#faults"))

    click("#faults input[type=checkbox]")
    eventually(browser, lambda: not next(iter(simulator.faults)).enabled)
    assert get(simulator, "users/current") == 200

    click("#faults button")
    eventually(browser, lambda: len(simulator.faults) == 0)

    click("#day")
    eventually(browser, lambda: "none" in text(browser, "#analyses"))

    browser.find_element(By.NAME, "rate").send_keys("5")
    click("#limit button")
    eventually(browser, lambda: simulator.rate_limit == 5)
    errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert errors == []


@pytest.mark.parametrize("table", ["biosamples", "runs", "projects", "datasets", "appsessions"])
def test_a_person_browses_the_records(browser: Chrome, simulator: Simulator, table: str) -> None:
    records = list(getattr(simulator.world, table).values())[::-1]
    browser.find_element(By.CSS_SELECTOR, f"[data-table={table}]").click()
    eventually(browser, lambda: text(browser, "#records caption").startswith(f"{table}: 1 to "))
    shown = text(browser, "#records tbody")
    assert [record.id for record in records[:20] if record.id not in shown or record.name not in shown] == []
    older = browser.find_element(By.ID, "older")
    if older.get_attribute("aria-disabled") == "false":
        older.click()
        eventually(browser, lambda: text(browser, "#records caption").startswith(f"{table}: 21 to "))
        assert records[20].id in text(browser, "#records tbody")


def test_a_record_that_is_added_appears_by_itself(browser: Chrome, simulator: Simulator) -> None:
    simulator.world.add_biosample("a sample that came late")
    eventually(browser, lambda: "a sample that came late" in text(browser, "#records tbody"))


def test_the_page_stands_still_while_a_person_wants_it(browser: Chrome, simulator: Simulator) -> None:
    browser.find_element(By.ID, "live").click()
    get(simulator, "runs")
    before = text(browser, "#recent")
    browser.execute_async_script("setTimeout(arguments[0], 2500)")
    assert text(browser, "#recent") == before
    browser.find_element(By.ID, "live").click()
    eventually(browser, lambda: "/v2/runs" in text(browser, "#recent"))


def test_all_can_be_done_by_keyboard(browser: Chrome, simulator: Simulator) -> None:
    go_to(browser, "Hours")
    press(browser, Keys.CONTROL, "a")
    press(browser, "2", Keys.ENTER)
    eventually(browser, lambda: "2 h ahead" in text(browser, "main"))
    go_to(browser, "Advance by 1 day")
    press(browser, Keys.SPACE)
    eventually(browser, lambda: "24 h ahead" in text(browser, "main"))
    assert simulator.world.active_sessions() == []

    for kind in ("latency", "slow"):
        go_to(browser, "What goes wrong")
        press(browser, kind)
        go_to(browser, "Seconds")
        press(browser, Keys.CONTROL, "a")
        press(browser, "3", Keys.ENTER)
        eventually(browser, lambda kind=kind: f"{kind} is added" in text(browser, "main"))
    assert [rule.fault.kind for rule in simulator.faults] == ["latency", "slow"]

    go_to(browser, "latency")
    press(browser, Keys.SPACE)
    eventually(browser, lambda: not next(iter(simulator.faults)).enabled)
    go_to(browser, "Remove latency")
    press(browser, Keys.ENTER)
    eventually(browser, lambda: len(simulator.faults) == 1)
    eventually(browser, lambda: focused(browser).startswith("Remove slow"))
    press(browser, Keys.ENTER)
    eventually(browser, lambda: focused(browser).startswith("What goes wrong"))
    assert len(simulator.faults) == 0

    go_to(browser, "Requests a second")
    press(browser, "5", Keys.ENTER)
    eventually(browser, lambda: simulator.rate_limit == 5)

    go_to(browser, f"{len(simulator.world.datasets)} datasets")
    press(browser, Keys.SPACE)
    eventually(browser, lambda: text(browser, "#records caption").startswith("datasets: 1 to 20"))
    go_to(browser, "Older")
    press(browser, Keys.ENTER)
    eventually(browser, lambda: text(browser, "#records caption").startswith("datasets: 21 to 40"))
    assert focused(browser) == "Older"


def test_what_has_the_focus_keeps_it_while_the_page_goes_on(browser: Chrome, simulator: Simulator) -> None:
    simulator.faults.add("slow")
    eventually(browser, lambda: "struck" in text(browser, "#faults"))
    go_to(browser, "Remove slow")
    get(simulator, "runs")
    eventually(browser, lambda: "struck 1 of 1" in text(browser, "#faults"))
    assert focused(browser).startswith("Remove slow")


def test_tab_goes_through_the_page_in_reading_order_and_shows_where_it_is(browser: Chrome) -> None:
    for scheme in SCHEMES:
        emulate(browser, scheme=scheme)
        browser.refresh()
        eventually(browser, lambda: "48" in text(browser, "#records caption"))
        names: list[str] = []
        while True:
            press(browser, Keys.TAB)
            outline, width, visible = browser.execute_script(
                "const element = document.activeElement, style = getComputedStyle(element);"
                "const box = element.getBoundingClientRect();"
                "return [style.outlineStyle, parseFloat(style.outlineWidth), box.top >= 0 && box.bottom <= innerHeight]"
            )
            if focused(browser) in names or browser.switch_to.active_element.tag_name == "body":
                break
            names.append(focused(browser))
            assert (outline, visible) == ("solid", True), names
            assert width >= 2
        order = ["Clock", "Faults", "World", "Requests", "Update every second", "Hours", "Advance", "What goes wrong"]
        assert [name for name in names if name in order] == order
        assert names.index("Set limit") < names.index("48 biosamples") < names.index("Older")


def fill(browser: Chrome, simulator: Simulator) -> None:
    """Give the page something of everything that it can show."""
    simulator.faults.add("status", path="/runs*", probability=0.5, nth=[1, 3])
    simulator.faults.add("reset_before", path="/projects*")
    for path in ("runs", "biosamples?limit=3&sortby=BioSampleName&include=" + "x" * 90, "nothing", "users/current"):
        get(simulator, path)
    with pytest.raises(httpx.HTTPError):
        get(simulator, "projects")
    eventually(browser, lambda: "reset" in text(browser, "#recent"))
    browser.execute_script("document.querySelector('details').open = true")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_to_mend(browser: Chrome, simulator: Simulator, scheme: str, width: int) -> None:
    fill(browser, simulator)
    emulate(browser, scheme=scheme, width=width)
    for table in ("biosamples", "appsessions", "requeues"):
        browser.find_element(By.CSS_SELECTOR, f"[data-table={table}]").click()
        name = table.replace("requeues", "lab requeues")
        eventually(browser, lambda name=name: text(browser, "#records caption").startswith(name))
        assert violations(browser) == []
        assert overflow(browser) <= 0


def test_nothing_moves_for_a_person_who_wants_no_motion(browser: Chrome, simulator: Simulator) -> None:
    for reduced in (True, False):
        emulate(browser, reduced_motion=reduced)
        browser.execute_script("window.begun = 0; addEventListener('animationstart', () => { window.begun += 1 })")
        before = simulator.statistics.recent[-1].number if simulator.statistics.recent else 0
        get(simulator, "runs")
        eventually(browser, lambda before=before: len(browser.find_elements(By.CSS_SELECTOR, "#recent tr")) > before)
        browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        assert (browser.execute_script("return window.begun") == 0) is reduced
