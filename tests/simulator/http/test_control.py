"""The page at the root, and what it asks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator

import aiohttp
import httpx
import pytest

from basespace_async.simulator import Simulator
from basespace_async.simulator.http.metrics import MAX_RECENT
from tests.support.plain_client import Reader


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with Simulator(biosamples=48) as simulator, aiohttp.ClientSession() as session:
        yield Reader(simulator, session)


async def asked(reader: Reader, method: str, what: str, body: object = None, **headers: str) -> tuple[int, object]:
    url = f"{reader.simulator.page}_simulator/{what}"
    async with reader.session.request(method, url, json=body, headers=headers) as response:
        is_json = response.content_type == "application/json"
        return response.status, await response.json() if is_json else await response.text()


async def test_the_state_tells_of_world_requests_and_faults(reader: Reader) -> None:
    await reader.get("/biosamples")
    reader.simulator.faults.add("status", nth=[9])
    status, state = await asked(reader, "GET", "state")
    assert status == 200
    assert isinstance(state, dict)
    assert (state["world"]["biosamples"], state["requests"]) == (48, 1)
    assert (state["recent"][0]["path"], state["recent"][0]["status"]) == ("/v2/biosamples", 200)
    assert state["faults"][0]["fault"] == {"kind": "status", "nth": [9]}
    assert {each["status"] for each in state["analyses"]} == {"Running", "Pending", "Initializing"}


async def test_only_the_last_requests_are_remembered(reader: Reader) -> None:
    for _ in range(MAX_RECENT + 5):
        await reader.get("/nothing")
    recent = reader.simulator.statistics.recent
    assert [each.number for each in recent] == list(range(6, MAX_RECENT + 6))
    _, state = await asked(reader, "GET", "state")
    assert isinstance(state, dict)
    assert [each["number"] for each in state["recent"]] == list(range(MAX_RECENT - 34, MAX_RECENT + 6))


async def test_faults_clock_limit_and_token_are_switched_over_http(reader: Reader) -> None:
    status, rule = await asked(reader, "POST", "faults", {"kind": "status", "status": 500, "probability": "1"})
    assert (status, isinstance(rule, dict) and rule["number"]) == (200, 1)
    assert (await reader.get("/users/current"))[0] == 500
    await asked(reader, "POST", "faults/1", {"enabled": False})
    assert (await reader.get("/users/current"))[0] == 200
    assert (await asked(reader, "DELETE", "faults/1"))[0] == 200
    assert len(reader.simulator.faults) == 0
    await asked(reader, "POST", "faults", {"kind": "slow"})
    assert (await asked(reader, "DELETE", "faults"))[0] == 200
    assert len(reader.simulator.faults) == 0
    assert reader.simulator.world.active_sessions()
    await asked(reader, "POST", "clock", {"hours": 48})
    assert reader.simulator.world.active_sessions() == []
    await asked(reader, "POST", "rate-limit", {"rate": 3})
    assert reader.simulator.rate_limit == 3
    await asked(reader, "POST", "rate-limit", {"rate": None})
    assert reader.simulator.rate_limit is None
    _, token = await asked(reader, "POST", "token")
    assert token == {"token": reader.simulator.token}


@pytest.mark.parametrize(
    ("method", "what", "body", "status"),
    [
        ("POST", "faults", {"kind": "flood"}, 400),
        ("POST", "faults", {"probability": 1}, 400),
        ("POST", "faults", [1], 400),
        ("POST", "clock", {"hours": "many"}, 400),
        ("POST", "clock", {"hours": -1}, 400),
        ("POST", "rate-limit", {"rate": "x"}, 400),
        ("POST", "rate-limit", {"rate": 0}, 400),
        ("POST", "faults/7", {}, 404),
        ("GET", "nothing", None, 404),
    ],
)
async def test_what_cannot_be_is_refused(reader: Reader, method: str, what: str, body: object, status: int) -> None:
    assert (await asked(reader, method, what, body))[0] == status


async def test_the_page_of_another_site_cannot_switch_anything(reader: Reader) -> None:
    for headers in ({"Origin": "https://example.org"}, {"Host": "example.org"}):
        assert (await asked(reader, "POST", "faults", {"kind": "slow"}, **headers))[0] == 403
    own = reader.simulator.page.rstrip("/")
    assert (await asked(reader, "POST", "faults", {"kind": "slow"}, Origin=own))[0] == 200
    assert len(reader.simulator.faults) == 1


def test_a_simulator_in_a_thread_serves_programs_that_are_not_async() -> None:
    with Simulator(biosamples=3).in_thread() as simulator:
        answer = httpx.get(f"{simulator.url}/biosamples", headers={"x-access-token": simulator.token})
        assert answer.json()["Paging"]["TotalCount"] == 3
        url = simulator.url
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@pytest.fixture
def browser() -> Iterator[object]:
    from selenium import webdriver

    assert BROWSER is not None
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = BROWSER
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
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        try:
            yield driver
        finally:
            driver.quit()


@pytest.mark.slow
@pytest.mark.browser
def test_a_person_sees_the_world_and_the_requests_and_switches_faults(browser: object) -> None:
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver import Chrome
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select, WebDriverWait

    assert isinstance(browser, Chrome)
    with Simulator(biosamples=48).in_thread() as simulator:
        headers = {"x-access-token": simulator.token}

        def text(selector: str) -> str:
            return str(browser.find_element(By.CSS_SELECTOR, selector).text)

        def eventually(condition: object) -> None:
            # The page draws its lists anew all the time, so that what was found may be gone when it is looked at.
            waiting = WebDriverWait(browser, 15, ignored_exceptions=[StaleElementReferenceException])
            waiting.until(lambda _: condition())  # type: ignore[operator]

        def click(selector: str) -> None:
            eventually(lambda: browser.find_element(By.CSS_SELECTOR, selector).click() or True)

        browser.get(simulator.page)
        eventually(lambda: "48" in text("#world"))
        assert "biosamples" in text("#world")
        assert "Running" in text("#analyses")
        assert simulator.url in text("#url")
        assert "none" in text("#faults")

        httpx.get(f"{simulator.url}/biosamples", headers=headers)
        eventually(lambda: "/v2/biosamples" in text("#recent"))

        Select(browser.find_element(By.NAME, "kind")).select_by_value("status")
        probability = browser.find_element(By.NAME, "probability")
        probability.clear()
        probability.send_keys("1")
        click("#add button")
        eventually(lambda: len(simulator.faults) == 1)
        assert httpx.get(f"{simulator.url}/users/current", headers=headers).status_code == 503
        eventually(lambda: "503" in text("#recent"))
        eventually(lambda: "struck 1 of 1" in text("#faults"))

        click("#faults input[type=checkbox]")
        eventually(lambda: not next(iter(simulator.faults)).enabled)
        assert httpx.get(f"{simulator.url}/users/current", headers=headers).status_code == 200

        click("#faults button")
        eventually(lambda: len(simulator.faults) == 0)

        browser.find_element(By.ID, "day").click()
        eventually(lambda: "none" in text("#analyses"))

        rate = browser.find_element(By.NAME, "rate")
        rate.send_keys("5")
        browser.find_element(By.CSS_SELECTOR, "#limit button").click()
        eventually(lambda: simulator.rate_limit == 5)
        errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
        assert errors == []
