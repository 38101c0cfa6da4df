"""The written report in a browser: it works from disk, asks nothing of the network, and shows every finding where it
is."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import NEEDS_BROWSER, Open, open_report
from evaluations import HOSTILE, TARGET, make_document, make_evaluation, make_finding, make_segments

from evalkit.files.whole_writes import write_report
from evalkit.pages import SCRIPTS

pytestmark = NEEDS_BROWSER

PAGES = ("index.html", "segments.html", "documents/press.html", "documents/a_b_i_c.html", "documents/long.html")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    evaluation = make_evaluation()
    long = make_document("long", ["長" * 5000], ["x" * 1_000_000])
    finding = make_finding(long, long.target[0], "x" * 999)
    extended = make_evaluation(
        documents=(*evaluation.documents, long), findings=(*evaluation.findings, finding), segments=evaluation.segments
    )
    folder = tmp_path_factory.mktemp("browser") / "reports"
    write_report(extended, folder)
    return folder


def find_highlight(browser: Any, segment: int, text: str) -> Any:
    """The first highlight in a segment that shows exactly this text."""
    links = browser.find_elements("css selector", f"#segment-{segment} a.hit")
    return next(link for link in links if link.get_property("textContent") == text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_a_console_message_and_without_a_request(open_page: Open, report: Path, page: str) -> None:
    browser = open_page(page)
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    requests = {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}
    assert requests - {"about:blank"} == {(report / page).as_uri()}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [400, 1400])
def test_no_page_scrolls_sideways(open_page: Open, page: str, width: int) -> None:
    browser = open_page(page, width=width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_a_highlight_covers_its_words_in_the_right_row_and_column(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    link = find_highlight(browser, 1, "Womens")
    seen = browser.execute_script(
        """const link = arguments[0], box = link.getBoundingClientRect();
        const side = link.closest(".side"), line = link.closest(".passage"), before = document.createRange();
        before.setStart(line, 0); before.setEndBefore(link);
        const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return {side: side.lang, before: before.toString(), at: at === link || link.contains(at), left: box.left, top: box.top,
                row: link.closest(".row").getBoundingClientRect().toJSON(), source: side.previousElementSibling.getBoundingClientRect().right}""",
        link,
    )
    assert seen["side"] == "en"
    assert seen["before"] == TARGET[0][: TARGET[0].index("Womens")]
    assert seen["at"]
    assert seen["left"] > seen["source"] and seen["row"]["top"] < seen["top"] < seen["row"]["bottom"]


def test_the_text_of_a_highlighted_passage_is_unchanged(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    shown = [
        element.get_property("textContent")
        for element in browser.find_elements("css selector", ".side[lang=en] .passage")
    ]
    assert shown == list(TARGET)


def test_a_two_sided_finding_is_highlighted_on_both_sides(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    sides = [find_highlight(browser, 2, text).get_attribute("data-cards") for text in ("6", "5")]
    assert sides[0] == sides[1]


def test_a_click_on_nested_highlights_opens_every_finding_and_escape_closes(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    find_highlight(browser, 1, "Womens").click()
    popover = browser.find_element("id", "popover")
    assert popover.is_displayed()
    assert "A possessive apostrophe is lost." in popover.text and "Outer." in popover.text
    assert "Women's" in popover.text and "critical" in popover.text
    box = popover.rect
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1400
    browser.find_element("tag name", "body").send_keys("\ue00c")
    assert not popover.is_displayed()


def test_a_highlight_opens_with_the_keyboard(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    body = browser.find_element("tag name", "body")
    body.send_keys("n")
    assert browser.switch_to.active_element.get_property("textContent") == "Womens"
    assert browser.find_element("id", "popover").is_displayed()
    body.send_keys("n")
    assert browser.switch_to.active_element.get_property("textContent") == " Federation "


def test_the_popover_fits_a_phone(open_page: Open) -> None:
    browser = open_page("documents/press.html", width=400)
    find_highlight(browser, 1, "Womens").click()
    box = browser.find_element("id", "popover").rect
    assert box["x"] >= 0 and box["x"] + box["width"] <= 400


def test_a_place_on_a_card_leads_to_its_highlight(open_page: Open) -> None:
    browser = open_page("documents/press.html", height=300)
    link = browser.find_elements("css selector", "#findings .card.cause .card .places a")[-1]
    browser.execute_script("arguments[0].click()", link)
    top = browser.execute_script(
        "document.documentElement.style.scrollBehavior = 'auto'; const at = document.querySelector(':target');"
        "at.scrollIntoView(); return at.nextElementSibling.getBoundingClientRect().top"
    )
    assert 0 <= top <= 300


def test_a_link_to_a_folded_card_unfolds_it(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    folded = browser.find_element("css selector", "details.unsure .card")
    assert not folded.is_displayed()
    browser = open_page(f"documents/press.html#{folded.get_attribute('id')}")
    assert browser.find_element("css selector", "details.unsure .card").is_displayed()


def test_a_script_in_a_document_stays_text(open_page: Open) -> None:
    browser = open_page("documents/a_b_i_c.html")
    assert browser.execute_script("return [...document.scripts].filter((script) => !script.type).length") == len(
        SCRIPTS
    )
    shown = browser.find_element("css selector", ".side[lang=zh] .passage").get_property("textContent")
    assert shown == f"甲{HOSTILE}␀乙[U+202E]丙"


def test_the_policy_of_a_page_keeps_out_any_other_script(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    added = "const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script);"
    assert browser.execute_script(f"{added} return window.ran === undefined")


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_a_page_follows_the_colour_scheme_of_the_system(open_page: Open, scheme: str, dark: bool) -> None:
    browser = open_page("index.html", scheme=scheme)
    colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    red = int(colour.partition("(")[2].partition(",")[0])
    assert (red < 64) is dark


def test_paper_is_white_also_where_the_screen_is_dark(open_page: Open) -> None:
    browser = open_page("documents/press.html", scheme="dark", media="print")
    assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_signature_is_copied(open_page: Open) -> None:
    browser = open_page("index.html")
    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite"]})
    browser.find_element("css selector", ".signatures summary").click()
    browser.find_element("css selector", "button.copy").click()
    copied = "setTimeout(() => navigator.clipboard.readText().then(arguments[0], arguments[0]), 200)"
    assert browser.execute_async_script(copied) == "BLEU|nrefs:1|BLEU"


def test_a_table_sorts_by_a_click_on_a_heading_and_says_so(open_page: Open) -> None:
    browser = open_page("index.html")
    read = "return [...document.querySelectorAll('.documents tbody tr')].map((row) => Number(row.cells[2].textContent))"
    heading = browser.find_elements("css selector", ".documents thead th")[2]
    for direction, order in (("descending", [9, 2, 1]), ("ascending", [1, 2, 9])):
        browser.execute_script("arguments[0].click()", heading.find_element("tag name", "button"))
        assert browser.execute_script(read) == order
        assert heading.get_attribute("aria-sort") == direction


def test_the_rows_of_one_system_stay_together_when_sorted(open_page: Open) -> None:
    browser = open_page("index.html")
    heading = browser.find_elements("css selector", ".scores thead th")[2]
    button = heading.find_element("tag name", "button")
    browser.execute_script("arguments[0].click(); arguments[0].click()", button)
    bodies = browser.find_elements("css selector", ".scores tbody")
    assert [body.find_element("css selector", "th[scope=rowgroup]").text for body in bodies] == ["careful", "literal"]
    assert [len(body.find_elements("tag name", "tr")) for body in bodies] == [3, 3]


def test_colours_are_switched_on_the_page_and_remembered(open_page: Open) -> None:
    browser = open_page("index.html")
    colour = "return getComputedStyle(document.body).backgroundColor"
    light = browser.execute_script(colour)
    browser.find_element("id", "theme").click()
    dark = browser.execute_script(colour)
    assert dark != light
    assert open_page("documents/press.html", keep=True).execute_script(colour) == dark
    assert open_page("documents/press.html", keep=True, media="print").execute_script(colour) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("page", ["index.html", "documents/press.html"])
def test_the_language_is_switched_on_the_page_and_remembered(open_page: Open, page: str) -> None:
    browser = open_page(page)
    english = browser.find_element("tag name", "body").text
    browser.find_element("id", "language").click()
    chinese = browser.find_element("tag name", "body").text
    assert browser.execute_script("return document.documentElement.lang") == "zh-Hans"
    assert "问题" in chinese and chinese != english
    assert open_page(page, keep=True).find_element("tag name", "body").text == chinese
    browser.find_element("id", "language").click()
    assert browser.find_element("tag name", "body").text == english
    assert browser.get_log("browser") == []


def test_english_text_is_set_as_english_where_the_page_is_in_chinese(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    browser.find_element("id", "language").click()
    align = "return getComputedStyle(document.querySelector('.side[lang=' + arguments[0] + '] .passage')).textAlign"
    assert browser.execute_script(align, "zh") == "justify"
    assert browser.execute_script(align, "en") != "justify"


def test_a_finding_opens_in_chinese_where_the_page_is_in_chinese(browser: Any, tmp_path: Path) -> None:
    document = make_document("t", ["甲"], ["The Womens room"])
    finding = make_finding(document, document.target[0], "Womens", suggestion="Women's", message_id="dropped")
    told = replace(finding, parameters={"text": "Womens", "suggestion": "Women's"})
    segments = make_segments(document)
    write_report(
        make_evaluation(documents=(document,), findings=(told,), segments=segments, sets=()), tmp_path / "reports"
    )
    open_report(browser, tmp_path / "reports", "documents/t.html")
    browser.find_element("id", "language").click()
    find_highlight(browser, 1, "Womens").click()
    text = browser.find_element("id", "popover").text
    assert "“Womens”丢了撇号；应写作“Women's”。" in text
    assert "语言规范/标点" in text and "接受" in text and "A possessive" not in text


def test_a_page_prints_to_a_pdf_without_what_only_a_screen_needs(open_page: Open) -> None:
    browser = open_page("documents/press.html", media="print")
    hidden = ("nav", "#filters", "#decisions", ".switches", ".keys", ".actions button")
    assert not [name for name in hidden for part in browser.find_elements("css selector", name) if part.is_displayed()]
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    assert printed.startswith(b"%PDF") and len(printed) > 10_000
