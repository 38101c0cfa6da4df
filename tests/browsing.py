"""A headless Chromium for tests of the pages: started once a module, each page opened at a size, in a colour scheme, on
an empty store."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
_DRIVER = shutil.which("chromedriver")
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not (_CHROMIUM and _DRIVER), reason="Chromium or its chromedriver is not installed"),
]
_ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The browser, with its logs on; it ends when the tests of the module do."""
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    options = selenium.ChromeOptions()
    options.binary_location = _CHROMIUM
    for argument in (*_ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = selenium.Chrome(options=options, service=selenium.ChromeService(_DRIVER))
    yield driver
    driver.quit()


def open_report(
    browser: Any,
    report: Path,
    page: str,
    *,
    width: int = 1400,
    height: int = 1000,
    scheme: str = "light",
    media: str = "",
    keep: bool = False,
    scripts: bool = True,
) -> Any:
    """The browser with a page of a report open, its plots drawn if it runs ``scripts``; ``keep`` leaves what an earlier
    page stored."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    if not keep and browser.current_url.startswith("file:"):
        browser.execute_script("try { localStorage.clear() } catch {}")
    browser.get_log("browser"), browser.get_log("performance")
    path, mark, fragment = page.partition("#")
    browser.get("about:blank")
    browser.get((report / path).as_uri() + mark + fragment)
    if scripts:
        _wait_for_plots(browser)
    return browser


def _wait_for_plots(browser: Any) -> None:
    """Returns when every figure is drawn: pages draw when they first know their width, a moment after they are open."""
    waiting = "return document.querySelectorAll('figure[data-figure] .drawing:empty').length"
    end = time.monotonic() + 30
    while browser.execute_script(waiting) and time.monotonic() < end:
        time.sleep(0.02)


@pytest.fixture
def open_page(browser: Any, report: Path) -> Open:
    """Opens a page of the report that the module's own fixture wrote."""
    return partial(open_report, browser, report)
