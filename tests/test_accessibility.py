"""The pages to people who see them otherwise: axe-core finds nothing serious. Its script is named by the environment
variable AXE_CORE.

``npm pack axe-core`` fetches it (axe.min.js); it is not part of the repository.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from benchmarks import write_page
from browsing import NEEDS_BROWSER, Open
from evaluations import make_evaluation

from evalkit.files.whole_writes import write_report

AXE = Path(os.environ.get("AXE_CORE", "axe.min.js"))
pytestmark = [
    *NEEDS_BROWSER,
    pytest.mark.skipif(not AXE.is_file(), reason="AXE_CORE names no copy of axe.min.js"),
]
_RUN = """const done = arguments[0];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`)), (error) => done([String(error)]))"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("axe") / "reports"
    write_report(make_evaluation(), folder)
    write_page(folder.parent, folder / "benchmark.html")
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("page", ["index.html", "benchmark.html", "segments.html", "documents/press.html"])
def test_a_page_has_no_serious_finding(open_page: Open, page: str, width: int, scheme: str) -> None:
    browser = open_page(page, width=width, scheme=scheme)
    browser.execute_script("for (const fold of document.querySelectorAll('details')) fold.open = true")
    if page.startswith("documents"):
        browser.find_element("tag name", "body").send_keys("nan")
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    browser.set_script_timeout(60)
    assert browser.execute_async_script(_RUN) == []


def test_a_page_that_compares_and_rewords_has_no_serious_finding(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    browser.execute_script(
        "const form = document.getElementById('comparison'); form.elements.one.value = '0'; form.elements.other.value = '1';"
        "form.dispatchEvent(new Event('input')); document.querySelector('#findings [data-action=edit]').click()"
    )
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    assert browser.execute_async_script(_RUN) == []


def test_a_table_that_compares_has_no_serious_finding(open_page: Open) -> None:
    browser = open_page("segments.html#other=0&judge=1")
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    assert browser.execute_async_script(_RUN) == []


def test_a_page_in_chinese_has_no_serious_finding(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    browser.find_element("id", "language").click()
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    assert browser.execute_async_script(_RUN) == []
