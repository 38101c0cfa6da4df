"""The table of segments: every output is in it, filters and sorting act on all of it, rows are drawn as they are
needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import NEEDS_BROWSER, Open, open_report
from evaluations import make_document, make_evaluation, make_segments

from evalkit.pages.segments_page import describe_segments
from evalkit.tables.scoreboard import Scoreboard
from evalkit.writers.html import write

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("segments") / "reports"
    folder.mkdir()
    write(make_evaluation(), folder)
    return folder


def set_field(browser: Any, name: str, value: str) -> None:
    browser.execute_script(
        "const field = document.querySelector(`#segment-filters [name=${arguments[0]}]`); field.value = arguments[1];"
        "field.dispatchEvent(new Event('input', {bubbles: true}))",
        name, value,
    )  # fmt: skip


def list_rows(browser: Any) -> list[list[str]]:
    read = "return [...document.querySelectorAll('#segments tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
    return list(browser.execute_script(read))


def test_every_output_and_every_unanswered_segment_has_a_row() -> None:
    evaluation = make_evaluation()
    data = describe_segments(evaluation, Scoreboard(evaluation))
    segments, rows = data["segments"], data["rows"]
    lines = zip(rows["segment"], rows["system"], strict=True)
    assert [(segments["document"][n], segments["number"][n], system) for n, system in lines] == [
        (0, 1, 0), (0, 1, 1), (0, 2, 0), (0, 2, 1), (0, 3, None), (1, 1, 0), (1, 1, 1), (1, 2, 0), (1, 2, 1),
    ]  # fmt: skip


def test_filters_leave_only_what_they_ask_for(open_page: Open) -> None:
    browser = open_page("segments.html")
    assert len(list_rows(browser)) == 9
    set_field(browser, "system", "1")
    assert {row[1] for row in list_rows(browser)} == {"careful"}
    set_field(browser, "document", "0")
    assert [row[0] for row in list_rows(browser)] == ["press 1", "press 2"]
    assert browser.find_element("id", "segment-count").text == "2 of 9 rows"
    set_field(browser, "low", "22.2")
    assert list_rows(browser) == []
    assert browser.get_log("browser") == []


def test_a_click_on_a_heading_sorts_and_what_has_no_score_stands_last(open_page: Open) -> None:
    browser = open_page("segments.html")
    heading = browser.find_element("css selector", "[data-key=score]")
    for direction in ("ascending", "descending"):
        browser.execute_script("arguments[0].querySelector('button').click()", heading)
        scores = [row[5] for row in list_rows(browser)]
        assert heading.get_attribute("aria-sort") == direction
        assert scores[-1] == "–" and scores[:-1] == sorted(scores[:-1], reverse=direction == "descending")


def test_a_row_leads_to_its_segment(open_page: Open) -> None:
    browser = open_page("segments.html")
    link = browser.find_elements("css selector", "#segments tbody a")[3]
    browser.execute_script("arguments[0].click()", link)
    assert browser.current_url.endswith("documents/press.html#segment-2")
    assert browser.execute_script("return document.querySelector(':target').id") == "segment-2"


def test_the_rows_in_view_are_copied_as_a_table(open_page: Open) -> None:
    browser = open_page("segments.html")
    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite"]})
    set_field(browser, "system", "0")
    read = "setTimeout(() => navigator.clipboard.readText().then(arguments[0], arguments[0]), 200)"
    browser.find_element("id", "copy-tsv").click()
    lines = browser.execute_async_script(read).split("\n")
    assert lines[0].split("\t")[-3:] == ["BLEU", "TER", "COMET"] and len(lines) == 5
    browser.find_element("id", "copy-latex").click()
    latex = browser.execute_async_script(read)
    assert latex.startswith("\\begin{tabular}{lrlllrrrrr}") and "\\toprule" in latex


def test_what_two_systems_differ_by_is_a_column_a_filter_and_an_order(open_page: Open) -> None:
    browser = open_page("segments.html")
    assert not browser.find_element("css selector", "[data-key=difference]").is_displayed()
    set_field(browser, "other", "0")
    assert browser.find_element("css selector", "[data-key=difference]").is_displayed()
    shown = {(row[1], row[7]) for row in list_rows(browser)}
    assert shown == {("literal", "–"), ("careful", "+2.01"), ("existing rendering", "–")}
    set_field(browser, "apart", "2")
    assert {row[1] for row in list_rows(browser)} == {"careful"}
    set_field(browser, "apart", "2.1")
    assert list_rows(browser) == []


def test_where_two_metrics_disagree_is_found_in_standard_deviations(open_page: Open) -> None:
    browser = open_page("segments.html")
    set_field(browser, "judge", "1")  # TER, of which less is better: the systems' order is turned round
    shown = {(row[1], row[7]) for row in list_rows(browser)}
    assert shown == {("literal", "−2.00"), ("careful", "+2.00"), ("existing rendering", "–")}
    set_field(browser, "disagreement", "1.9")
    assert len(list_rows(browser)) == 8
    set_field(browser, "judge", "2")
    assert list_rows(browser) == []


def test_a_view_can_be_kept_as_a_link(open_page: Open) -> None:
    browser = open_page("segments.html")
    set_field(browser, "other", "0")
    set_field(browser, "system", "1")
    heading = browser.find_element("css selector", "[data-key=difference] button")
    browser.execute_script("arguments[0].click(); arguments[0].click()", heading)
    fragment = browser.current_url.partition("#")[2]
    rows = list_rows(browser)
    browser = open_page(f"segments.html#{fragment}")
    assert list_rows(browser) == rows
    assert browser.find_element("css selector", "[data-key=difference]").get_attribute("aria-sort") == "descending"
    browser.find_element("id", "clear-filters").click()
    assert len(list_rows(browser)) == 9 and "=" not in browser.current_url
    assert browser.get_log("browser") == []


def test_what_is_filtered_and_compared_is_what_is_copied(open_page: Open) -> None:
    browser = open_page("segments.html#system=1&other=0&judge=1&document=0")
    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite"]})
    browser.find_element("id", "copy-tsv").click()
    read = "setTimeout(() => navigator.clipboard.readText().then(arguments[0], arguments[0]), 200)"
    lines = [line.split("\t") for line in browser.execute_async_script(read).split("\n")]
    assert lines[0][-2:] == ["BLEU less literal", "BLEU less TER (standardised)"]
    assert [line[-2:] for line in lines[1:]] == [["2.0123", "2"]] * 2


def test_rows_are_drawn_as_they_are_needed(browser: Any, tmp_path: Path) -> None:
    document = make_document("long", ["甲"] * 1000, ["a"] * 1000)
    evaluation = make_evaluation(documents=(document,), segments=make_segments(document), sets=(), findings=())
    write(evaluation, tmp_path)
    open_report(browser, tmp_path, "segments.html")
    first = len(list_rows(browser))
    assert 100 <= first < 500
    browser.execute_async_script("scrollTo(0, document.body.scrollHeight); setTimeout(arguments[0], 300)")
    assert first < len(list_rows(browser)) <= 1000
