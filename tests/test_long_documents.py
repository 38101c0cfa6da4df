"""A document with many outputs: they travel packed, are drawn where the reader is, and nothing that works on a short
page is lost."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from browsing import NEEDS_BROWSER, Open, open_report
from evaluations import HOSTILE, make_document, make_evaluation, make_finding, make_segments

from evalkit.data import EvalSet
from evalkit.files.whole_writes import write_report

pytestmark = NEEDS_BROWSER
PAGE = "documents/long.html"
ROWS = 600
WAIT = "const done = arguments[arguments.length - 1]; requestAnimationFrame(() => setTimeout(done, 150));"
SYSTEMS = ("literal", "careful")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long") / "reports"
    document = make_document(
        "long", [f"第{number}段。" for number in range(ROWS)], [f"Paragraph {number}." for number in range(ROWS)]
    )
    sets = tuple(
        EvalSet(
            system=system, source_language="zh", target_language="en", segments=make_segments(document, system=system)
        )
        for system in SYSTEMS
    )
    last = sets[1].segments[ROWS - 1].hypothesis[0]
    finding = make_finding(document, last, "careful", suggestion="Careful", system="careful", message="Far away.")
    write_report(
        make_evaluation(
            documents=(document,), segments=make_segments(document), sets=sets, findings=(finding,), repairs=()
        ),
        folder,
    )
    return folder


def list_drawn(browser: Any) -> list[int]:
    """The segments whose outputs are in the page."""
    browser.execute_async_script(WAIT)
    read = (
        "return [...document.querySelectorAll('.output')].map((output) => Number(output.closest('.row').id.slice(8)))"
    )
    return sorted(set(browser.execute_script(read)))


def scroll_to(browser: Any, segment: int) -> None:
    browser.execute_script(
        "document.documentElement.style.scrollBehavior = 'auto'; document.getElementById(`segment-${arguments[0]}`).scrollIntoView()",
        segment,
    )


def test_source_and_rendering_stand_in_the_file_and_outputs_do_not(report: Path) -> None:
    page = (report / PAGE).read_text(encoding="utf-8")
    assert f"Paragraph {ROWS - 1}." in page and "Output 7 of careful" not in page
    assert "<noscript>" in page


def test_outputs_are_drawn_near_the_view_and_taken_away_far_from_it(open_page: Open) -> None:
    browser = open_page(PAGE)
    drawn = list_drawn(browser)
    assert drawn[:2] == [1, 2] and len(drawn) < ROWS / 4
    scroll_to(browser, 400)
    assert 400 in (later := list_drawn(browser)) and 1 not in later
    shown = browser.find_element("css selector", "#segment-400 .output[data-system='1'] .passage")
    assert shown.get_property("textContent") == f"Output 399 of careful, {HOSTILE}"
    assert browser.get_log("browser") == []


def test_a_key_goes_to_a_finding_that_is_not_drawn_yet(open_page: Open) -> None:
    browser = open_page(PAGE)
    browser.find_element("tag name", "body").send_keys("n")
    found = browser.switch_to.active_element
    assert found.get_property("textContent") == "careful"
    assert "Far away." in browser.find_element("id", "popover").text
    browser.find_element("tag name", "body").send_keys("a")
    assert found.get_attribute("data-state") == "accepted"


def test_a_link_leads_to_a_place_that_is_not_drawn_yet(open_page: Open) -> None:
    browser = open_page(PAGE)
    link = browser.find_element("css selector", "#findings .places a")
    browser.execute_script("arguments[0].click()", link)
    assert browser.execute_script("return document.querySelector(':target')?.id") == "place-0-0"
    browser = open_page(f"{PAGE}#place-0-0")
    browser.execute_async_script(WAIT)
    assert browser.execute_script("return document.querySelector(':target')?.id") == "place-0-0"


def test_what_is_filtered_out_stays_so_where_it_is_drawn_later(open_page: Open) -> None:
    browser = open_page(PAGE)
    browser.execute_script(
        "const field = document.querySelector('#filters [name=state]'); field.value = 'rejected';"
        "field.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    browser.find_element("tag name", "body").send_keys("n")
    assert not browser.find_element("id", "popover").is_displayed()
    scroll_to(browser, ROWS)
    assert ROWS in list_drawn(browser)
    assert browser.find_elements("css selector", "main a.hit:not(.filtered)") == []


def test_differences_are_drawn_with_the_outputs(open_page: Open) -> None:
    browser = open_page(PAGE)
    browser.execute_script(
        "const form = document.getElementById('comparison'); form.elements.one.value = '0'; form.elements.other.value = '1';"
        "form.dispatchEvent(new Event('input'))"
    )
    scroll_to(browser, 500)
    list_drawn(browser)
    assert browser.find_element("css selector", "#segment-500 .comparison ins").text == "careful"


def test_what_is_drawn_later_is_in_the_language_of_the_page(browser: Any, tmp_path: Path) -> None:
    document = make_document("long", ["甲"] * ROWS, [""] * ROWS)
    segments = make_segments(document, system="literal")
    empty = tuple(
        type(one)(**{**{name: getattr(one, name) for name in one.__slots__}, "hypothesis": ()}) for one in segments
    )
    sets = tuple(
        EvalSet(system=system, source_language="zh", target_language="en", segments=empty) for system in SYSTEMS
    )
    evaluation = make_evaluation(
        documents=(document,), segments=make_segments(document), sets=sets, findings=(), repairs=()
    )
    write_report(evaluation, tmp_path / "reports")
    open_report(browser, tmp_path / "reports", PAGE)
    browser.find_element("id", "language").click()
    scroll_to(browser, 500)
    list_drawn(browser)
    assert browser.find_element("css selector", "#segment-500 .output .nothing").text == "无输出"


def print_page(browser: Any) -> tuple[list[int], list[str]]:
    """The segments that a print of the page shows with their outputs, and the cards beside them."""
    browser.execute_script(
        "addEventListener('beforeprint', () => {"
        "const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => !one.closest('.unprinted'));"
        "window.onPaper = [shown('main .row').filter((row) => row.querySelectorAll('.output').length === 2).map((row) => Number(row.id.slice(8))),"
        "shown('.card').map((card) => card.id)] }, { once: true })"
    )
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert printed.startswith(b"%PDF")
    segments, cards = browser.execute_script("return window.onPaper")
    return segments, cards


def test_paper_has_the_segments_from_the_one_in_view_and_says_so(open_page: Open) -> None:
    browser = open_page(PAGE)
    scroll_to(browser, 300)
    segments, cards = print_page(browser)
    assert segments == list(range(segments[0], segments[0] + 100)) and 297 <= segments[0] <= 300
    assert cards == []
    said = browser.find_element("id", "printed").get_property("textContent")
    assert said.startswith(f"100 of 600 segments are printed, from {segments[0]} to {segments[0] + 99},")
    assert browser.find_elements("css selector", ".unprinted") == []


def test_paper_has_the_segments_that_are_asked_for_with_their_findings(open_page: Open) -> None:
    browser = open_page(PAGE)
    browser.execute_script(
        "const { first, last } = document.getElementById('printing').elements; first.value = 590; last.value = 600"
    )
    assert print_page(browser) == (list(range(590, 601)), ["card-0"])


def test_paper_has_the_segments_whose_findings_are_not_filtered_out(open_page: Open) -> None:
    browser = open_page(PAGE)
    browser.execute_script(
        "const field = document.querySelector('#filters [name=text]'); field.value = 'far';"
        "field.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert print_page(browser) == ([600], ["card-0"])
