"""The plots in a browser: drawn under the page's own policy, beside their tables, led to by mouse and keys, in both
colour schemes and in print."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks import OUTPUTS, REFERENCE, write_page
from browsing import NEEDS_BROWSER, Open, open_report
from evaluations import make_document, make_evaluation, make_finding, make_segments

from evalkit.files.whole_writes import write_report

pytestmark = NEEDS_BROWSER
PAGES = ("index.html", "benchmark.html")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plots")
    write_report(make_evaluation(), folder / "reports")
    write_page(folder, folder / "reports" / "benchmark.html")
    return folder / "reports"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [400, 1400])
def test_every_figure_is_drawn_without_a_message_or_a_request(
    open_page: Open, report: Path, page: str, width: int
) -> None:
    browser = open_page(page, width=width)
    figures = browser.find_elements("css selector", "figure[data-figure]")
    assert len(figures) >= 6
    assert [f.text for f in figures if not f.find_elements("css selector", ".drawing svg")] == []
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    requests = {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}
    assert requests - {"about:blank"} == {(report / page).as_uri()}
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_has_its_data_as_a_table(open_page: Open, page: str) -> None:
    browser = open_page(page)
    rows = browser.execute_script(
        """const data = JSON.parse(document.getElementById("figures").textContent);
        return [...document.querySelectorAll("figure[data-figure]")].map((figure) =>
          [figure.querySelectorAll("tbody tr").length, data[Number(figure.dataset.figure)].rows.length])"""
    )
    assert rows and all(shown == known > 0 for shown, known in rows)


def test_the_points_of_the_chosen_system_stand_in_a_table_that_is_made_when_it_is_unfolded(open_page: Open) -> None:
    browser = open_page("benchmark.html")
    figure = browser.find_element("css selector", "figure.plot-points")
    assert figure.find_elements("css selector", ".point-list") == []
    browser.execute_script("arguments[0].querySelector('details').open = true", figure)
    # The page hears of the unfolding a moment later.
    read = (
        "setTimeout(() => arguments[1]([...arguments[0].querySelectorAll('.point-list tbody tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.textContent))), 200)"
    )
    shown = browser.execute_async_script(read, figure)
    points = browser.execute_script("return JSON.parse(document.getElementById('points').textContent)")
    system, (across, up) = points["first"], points["values"]
    assert len(shown) == len(points["names"])
    assert shown[2] == [points["names"][2], f"{across[system][2]:.2f}", f"{up[system][2]:.2f}"]
    assert figure.find_element("css selector", ".point-list a").get_attribute("href").endswith("#segment-1")


def test_of_many_documents_thirty_are_drawn_and_all_stand_in_the_table(browser: Any, tmp_path: Path) -> None:
    documents = tuple(make_document(f"doc{number:02}") for number in range(35))
    findings = tuple(make_finding(one, one.target[0], "Womens") for one in documents[3:])
    segments = tuple(segment for one in documents for segment in make_segments(one))
    write_report(
        make_evaluation(documents=documents, segments=segments, findings=findings, sets=(), repairs=()),
        tmp_path / "reports",
    )
    open_report(browser, tmp_path / "reports", "index.html")
    figure = browser.find_element("css selector", "figure.plot-documents")
    drawn = browser.execute_script(
        "return [...arguments[0].querySelector('svg').querySelectorAll('text')].map((text) => text.textContent)", figure
    )
    assert len([text for text in drawn if text.startswith("doc")]) == 30 and "doc00" not in drawn
    assert "The 30 documents of 35 with the most findings" in figure.text
    assert len(figure.find_elements("css selector", "tbody tr")) == 35


def test_nothing_drawn_is_cut_off(open_page: Open) -> None:
    browser = open_page("benchmark.html", width=400)
    outside = browser.execute_script(
        """return [...document.querySelectorAll(".drawing svg.plot")].flatMap((svg) => {
          const box = svg.closest("section").getBoundingClientRect();
          return [...svg.querySelectorAll("text")].filter((text) => {
            const own = text.getBoundingClientRect();
            return own.left < box.left || own.right > box.right;
          }).map((text) => text.textContent);
        })"""
    )
    assert outside == []


def test_a_point_tells_its_segment_and_a_key_opens_it(open_page: Open) -> None:
    browser = open_page("benchmark.html")
    plot = browser.find_element("css selector", ".points svg.plot")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].focus()", plot)
    plot.send_keys("\ue014")  # arrow right
    readout = browser.find_element("css selector", ".readout")
    link = readout.find_element("tag name", "a").get_attribute("href")
    assert "BLEU" in readout.text and "chrF2" in readout.text and "#segment-" in link
    plot.send_keys("\ue007")  # enter
    number = link.rpartition("-")[2]
    assert browser.current_url.endswith(f"#segment-{number}")
    # The page hears of its new address a moment later.
    read = "setTimeout(() => arguments[0](document.getElementById('segment-shown').textContent), 200)"
    assert f"#{number}" in browser.execute_async_script(read)


def test_a_point_under_the_mouse_tells_its_segment_and_a_click_opens_it(open_page: Open) -> None:
    browser = open_page("index.html")
    dot = browser.find_element("css selector", ".points svg.plot g[aria-label] circle, .points svg.plot g circle")
    browser.execute_script("arguments[0].closest('svg').scrollIntoView({block: 'center'})", dot)
    place = browser.execute_script(
        "const box = arguments[0].getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]",
        dot,
    )
    mouse = {"x": place[0], "y": place[1], "button": "left", "clickCount": 1}
    browser.execute_cdp_cmd("Input.dispatchMouseEvent", {**mouse, "type": "mouseMoved", "button": "none"})
    assert "#segment-" in browser.find_element("css selector", ".readout a").get_attribute("href")
    for kind in ("mousePressed", "mouseReleased"):
        browser.execute_cdp_cmd("Input.dispatchMouseEvent", {**mouse, "type": kind})
    assert "documents/" in browser.current_url and "#segment-" in browser.current_url


def test_another_system_is_drawn_when_it_is_chosen(open_page: Open) -> None:
    browser = open_page("benchmark.html")
    read = "return document.querySelector('.points svg.plot').outerHTML"
    before = browser.execute_script(read)
    browser.execute_script(
        "const select = document.querySelector('.plot-controls select'); select.value = 2; select.dispatchEvent(new Event('change'))"
    )
    assert browser.execute_script(read) != before


def test_one_segment_shows_its_texts_and_every_output(open_page: Open) -> None:
    browser = open_page("benchmark.html#segment-3")
    shown = browser.find_element("id", "segment-shown")
    assert REFERENCE[2] in shown.text and all(system in shown.text for system in OUTPUTS)
    browser.find_element("css selector", "#segment-choice [data-step='1']").click()
    assert REFERENCE[3] in browser.find_element("id", "segment-shown").text
    assert browser.current_url.endswith("#segment-4")


def test_without_a_script_the_tables_still_stand(browser: Any, report: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        open_report(browser, report, "benchmark.html", keep=True, scripts=False)
        opened = browser.find_elements("css selector", ".plot-data")
        assert opened and browser.find_elements("css selector", "#scores table.ranks tbody tr")
        assert not browser.find_elements("css selector", ".drawing svg")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("page", PAGES)
def test_plots_print_on_white_and_follow_the_page_language(open_page: Open, page: str) -> None:
    browser = open_page(page, scheme="dark", media="print")
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    assert printed.startswith(b"%PDF") and len(printed) > 20_000
    browser = open_page(page)
    browser.find_element("id", "language").click()
    assert "纵轴" in browser.find_element("css selector", ".plot-controls").text
    assert browser.get_log("browser") == []
