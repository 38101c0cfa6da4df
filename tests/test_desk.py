"""The document's page as a place to work: filters, decisions that are kept, exported and imported, and the corrected
text."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from browsing import NEEDS_BROWSER, Open, open_report
from evaluations import SOURCE, TARGET, make_decided, make_document, make_evaluation, make_finding, make_segments

from evalkit.data import Repair
from evalkit.data.places import index_passages
from evalkit.data.showing import DELETE
from evalkit.files.whole_writes import write_report
from evalkit.pages.document_data import describe_page
from evalkit.pages.embedding import embed_json
from evalkit.review.answers import read_answers, take_answers

pytestmark = NEEDS_BROWSER
PRESS = "documents/press.html"
ENTER = "\ue007"
ESCAPE = "\ue00c"
BACKSPACE = "\ue003"
TAB = "\ue004"
SELECT_ALL = "\ue009a\ue000"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "reports"
    write_report(make_evaluation(), folder)
    return folder


@pytest.fixture
def downloads(browser: Any, tmp_path: Path) -> Path:
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    return tmp_path


def wait_for(path: Path) -> Path:
    """The file, once it was downloaded."""
    deadline = time.monotonic() + 10
    while not path.is_file() and time.monotonic() < deadline:
        time.sleep(0.05)
    return path


def choose(browser: Any, name: str, value: str) -> None:
    """Set a field of the filters as a person does."""
    field = browser.find_element("css selector", f"#filters [name={name}]")
    browser.execute_script(
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
        field,
        value,
    )


def list_shown(browser: Any) -> list[str]:
    """The checks of the cards that are in view, folds left as they are."""
    cards = browser.find_elements("css selector", "#findings .card")
    return [card.get_attribute("data-check") for card in cards if card.is_displayed()]


def find_card(browser: Any, check: str) -> Any:
    return browser.find_element("css selector", f"#findings .card[data-check={check}]")


def press_button(card: Any, action: str) -> None:
    button = card.find_element("css selector", f":scope > .actions [data-action={action}]")
    card.parent.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()


def read_progress(browser: Any) -> str:
    return str(browser.find_element("id", "progress").text)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("check", "number-differs", ["number-differs"]),
        ("severity", "critical", ["overlong-name"]),
        ("side", "source", ["number-differs", "unmatched-paragraph"]),
        ("text", "two SPACES", ["double-space"]),
        ("confidence", "0 0.8", ["stray-question-mark"]),
        ("state", "accepted", []),
    ],
)
def test_a_filter_leaves_only_what_it_asks_for(open_page: Open, name: str, value: str, shown: list[str]) -> None:
    browser = open_page(PRESS)
    choose(browser, name, value)
    assert sorted(list_shown(browser)) == shown
    assert browser.find_element("id", "filter-count").text == f"{len(shown)} of 9 findings"


def test_a_cause_stays_in_view_above_what_it_explains(open_page: Open) -> None:
    browser = open_page(PRESS)
    choose(browser, "check", "dropped-apostrophe")
    assert list_shown(browser) == ["damaged-encoding", "dropped-apostrophe"]


def test_what_is_filtered_out_is_unmarked_in_the_text_and_skipped_by_the_keys(open_page: Open) -> None:
    browser = open_page(PRESS)
    choose(browser, "check", "number-differs")
    marked = browser.find_elements("css selector", "main a.hit:not(.filtered)")
    assert [link.text for link in marked] == ["6", "5"]
    browser.find_element("tag name", "body").send_keys("n")
    assert browser.switch_to.active_element.text == "6"


def test_show_all_takes_the_filters_away(open_page: Open) -> None:
    browser = open_page(PRESS)
    choose(browser, "check", "number-differs")
    browser.find_element("id", "show-all").click()
    assert len(list_shown(browser)) >= 7


def test_keys_accept_reject_and_undo_the_open_finding(open_page: Open) -> None:
    browser = open_page(PRESS)
    body = browser.find_element("tag name", "body")
    body.send_keys("n")
    first = browser.switch_to.active_element
    body.send_keys("a")
    assert find_card(browser, "dropped-apostrophe").get_attribute("data-state") == "accepted"
    assert first.get_attribute("data-state") == "accepted"
    assert read_progress(browser) == "2 accepted, 0 rejected, 7 open"
    body.send_keys("r")
    assert first.get_attribute("data-state") == "rejected"
    body.send_keys("u")
    assert first.get_attribute("data-state") == "accepted"
    body.send_keys("u")
    assert read_progress(browser) == "0 accepted, 0 rejected, 9 open"
    assert not browser.find_element("id", "undo").is_enabled()


def test_without_a_mouse_the_findings_the_filters_and_the_text_are_a_key_away(open_page: Open) -> None:
    browser = open_page(PRESS)
    body = browser.find_element("tag name", "body")
    body.send_keys(TAB + TAB + ENTER)
    assert browser.execute_script("return document.activeElement.id") == "findings"
    body.send_keys("f")
    field = browser.switch_to.active_element
    assert field.get_attribute("name") == "text" and field.get_property("value") == ""
    field.send_keys("fanu")
    assert field.get_property("value") == "fanu"


def test_a_second_press_of_the_same_button_opens_the_finding_again(open_page: Open) -> None:
    browser = open_page(PRESS)
    card = find_card(browser, "double-space")
    press_button(card, "rejected")
    assert card.get_attribute("data-state") == "rejected"
    press_button(card, "rejected")
    assert card.get_attribute("data-state") == "open"


def test_decisions_and_notes_outlive_the_page(open_page: Open) -> None:
    browser = open_page(PRESS)
    card = find_card(browser, "double-space")
    press_button(card, "rejected")
    press_button(card, "note")
    browser.switch_to.active_element.send_keys("house style a r u", ESCAPE)
    browser = open_page(PRESS, keep=True)
    card = find_card(browser, "double-space")
    assert card.get_attribute("data-state") == "rejected"
    assert card.find_element("css selector", ".actions [data-field=note]").get_property("value") == "house style a r u"
    assert read_progress(browser) == "0 accepted, 1 rejected, 8 open"


def test_the_page_works_where_the_browser_stores_nothing(browser: Any, open_page: Open) -> None:
    blocked = (
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": blocked})
    try:
        open_page(PRESS, keep=True)
        press_button(find_card(browser, "double-space"), "accepted")
        assert read_progress(browser) == "1 accepted, 0 rejected, 8 open"
        assert browser.get_log("browser") == []
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
        open_page(PRESS)  # from here the next page can empty the store


def test_what_is_exported_is_what_decide_imports(open_page: Open, downloads: Path) -> None:
    browser = open_page(PRESS)
    press_button(find_card(browser, "dropped-apostrophe"), "accepted")
    press_button(find_card(browser, "double-space"), "rejected")
    browser.find_element("id", "export").click()
    answers = read_answers(wait_for(downloads / "press.decisions.json"))
    findings = {finding.fingerprint: finding.check for finding in make_evaluation().findings}
    assert sorted((findings[answer.fingerprint], answer.state) for answer in answers) == [
        ("double-space", "rejected"), ("dropped-apostrophe", "accepted"), ("dropped-apostrophe", "accepted"),
    ]  # fmt: skip


def test_an_exported_file_is_imported_again_as_one_step(open_page: Open, downloads: Path) -> None:
    browser = open_page(PRESS)
    press_button(find_card(browser, "dropped-apostrophe"), "accepted")
    press_button(find_card(browser, "double-space"), "rejected")
    browser.find_element("id", "export").click()
    exported = wait_for(downloads / "press.decisions.json")
    rows = [*json.loads(exported.read_text(encoding="utf-8")), {"fingerprint": "0000", "decision": "accepted"}]
    exported.write_text(json.dumps(rows), encoding="utf-8")
    browser = open_page(PRESS)
    browser.find_element("id", "import-file").send_keys(str(exported))
    status = browser.find_element("id", "decision-status")
    deadline = time.monotonic() + 5
    while not status.text and time.monotonic() < deadline:
        time.sleep(0.02)
    assert status.text == "3 decisions taken, 1 left: open, or on no finding of this page."
    assert read_progress(browser) == "2 accepted, 1 rejected, 6 open"
    browser.find_element("id", "undo").click()
    assert read_progress(browser) == "0 accepted, 0 rejected, 9 open"


def test_a_file_without_decisions_is_refused_in_words(open_page: Open, tmp_path: Path) -> None:
    browser = open_page(PRESS)
    (tmp_path / "other.json").write_text("[1, {", encoding="utf-8")
    browser.find_element("id", "import-file").send_keys(str(tmp_path / "other.json"))
    time.sleep(0.3)
    assert browser.find_element("id", "decision-status").text.startswith("This file holds no decisions.")
    assert browser.get_log("browser") == []


def test_the_corrected_text_holds_what_is_safe_or_accepted_and_not_what_is_rejected(
    open_page: Open, downloads: Path
) -> None:
    browser = open_page(PRESS)
    press_button(find_card(browser, "dropped-apostrophe"), "rejected")
    press_button(find_card(browser, "double-space"), "accepted")
    button = browser.find_element("css selector", "#corrected button")
    assert button.text == "Corrected press.txt (1 change)"
    button.click()
    before = "".join(f"{text}\n" for text in (*SOURCE, *TARGET))
    written = wait_for(downloads / "press.corrected.txt").read_text(encoding="utf-8")
    assert written == before.replace("an  event", "an event")


def test_the_corrected_text_without_a_decision_is_the_repaired_one(open_page: Open, downloads: Path) -> None:
    browser = open_page(PRESS)
    browser.find_element("css selector", "#corrected button").click()
    written = wait_for(downloads / "press.corrected.txt").read_text(encoding="utf-8")
    assert written == make_evaluation().repairs[0].after


def test_columns_count_code_points_and_the_first_of_two_overlapping_changes_is_made(
    browser: Any, tmp_path: Path, downloads: Path
) -> None:
    document = make_document("t", ["𠮷𠮷"], ["😀😀 ab cd\r"])
    passage = document.target[0]
    findings = (
        make_finding(document, passage, "ab c", suggestion="X", check="one"),
        make_finding(document, passage, "b cd", suggestion="Y", check="other"),
    )
    before = "𠮷𠮷\n😀😀 ab cd\r\n"
    repair = Repair(document="t", path="t.txt", before=before, after=before, applied=findings)
    evaluation = make_evaluation(documents=(document,), segments=(), sets=(), findings=findings, repairs=(repair,))
    write_report(evaluation, tmp_path / "reports")
    open_report(browser, tmp_path / "reports", "documents/t.html")
    browser.find_element("css selector", "#corrected button").click()
    written = wait_for(downloads / "t.corrected.txt").read_bytes().decode("utf-8")
    assert written == "𠮷𠮷\n😀😀 Xd\r\n"


def reword(browser: Any, check: str, text: str) -> Any:
    """Write a replacement of one's own on the card of a check."""
    card = find_card(browser, check)
    press_button(card, "edit")
    field = browser.switch_to.active_element
    field.send_keys(SELECT_ALL, BACKSPACE, text, ESCAPE)
    return card


def test_a_wording_of_ones_own_is_accepted_shown_written_and_exported(open_page: Open, downloads: Path) -> None:
    browser = open_page(PRESS)
    card = reword(browser, "dropped-apostrophe", "Ladies'")
    assert card.get_attribute("data-state") == "accepted"
    assert card.find_element("css selector", ".own").text == "Your wording: Ladies'"
    browser.find_element("css selector", "#corrected button").click()
    written = wait_for(downloads / "press.corrected.txt").read_text(encoding="utf-8")
    assert written.count("Ladies'") == 2 and "Womens" not in written
    browser.find_element("id", "export").click()
    answers = read_answers(wait_for(downloads / "press.decisions.json"))
    assert [(answer.state, answer.suggestion) for answer in answers] == [("accepted", "Ladies'")] * 2
    browser.find_element("id", "undo").click()
    assert not card.find_element("css selector", ".own").is_displayed()


def test_an_empty_wording_deletes_and_a_finding_without_a_suggestion_can_be_given_one(
    open_page: Open, downloads: Path
) -> None:
    browser = open_page(PRESS)
    reword(browser, "overlong-name", "Women held")
    reword(browser, "mixed-quotes", "")
    browser.find_element("id", "export").click()
    answers = read_answers(wait_for(downloads / "press.decisions.json"))
    assert sorted(answer.suggestion or "" for answer in answers) == [DELETE, "Women held"]


def test_what_decide_takes_of_a_wording_is_what_the_page_exported(open_page: Open, downloads: Path) -> None:
    browser = open_page(PRESS)
    reword(browser, "double-space", " – ")
    browser.find_element("id", "export").click()
    answers = read_answers(wait_for(downloads / "press.decisions.json"))
    taken = take_answers(answers, make_evaluation().findings, {}, index_passages(make_evaluation().segments))
    assert [(one.check, one.suggestion) for one in taken.decisions.values()] == [("double-space", " – ")]


def test_an_imported_wording_is_shown_and_written(open_page: Open, downloads: Path) -> None:
    browser = open_page(PRESS)
    finding = next(one for one in make_evaluation().findings if one.check == "double-space")
    row = {"fingerprint": finding.fingerprint, "decision": "accepted", "suggestion": "_"}
    (downloads / "given.json").write_text(json.dumps([row]), encoding="utf-8")
    browser.find_element("id", "import-file").send_keys(str(downloads / "given.json"))
    own = find_card(browser, "double-space").find_element("css selector", ".own")
    deadline = time.monotonic() + 5
    while not own.is_displayed() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert own.text == "Your wording: _"
    browser.find_element("css selector", "#corrected button").click()
    assert "an_event" in wait_for(downloads / "press.corrected.txt").read_text(encoding="utf-8")


def test_the_key_e_opens_the_field_and_what_is_typed_there_is_text(open_page: Open) -> None:
    browser = open_page(PRESS)
    body = browser.find_element("tag name", "body")
    body.send_keys("n")
    body.send_keys("e")
    field = browser.switch_to.active_element
    assert field.get_property("value") == "Women's"
    field.send_keys("aru", ESCAPE)
    assert find_card(browser, "dropped-apostrophe").find_element("css selector", ".own ins").text == "Women'saru"


def test_a_finding_of_several_places_with_suggestions_or_of_an_output_has_no_wording_of_ones_own() -> None:
    evaluation = make_evaluation()
    document = evaluation.documents[0]
    place = document.target[1].place(0, 1, side="target", suggestion="6")
    several = make_finding(document, document.target[0], "Womens", suggestion="Women's", places=(place,))
    output = make_finding(document, document.target[0], "Womens", suggestion="Women's", system="literal")
    page = describe_page(evaluation, document, [several, output, *evaluation.findings[1:2]])
    assert [finding["editable"] for finding in page["findings"]] == [False, False, True]


def test_a_place_in_another_document_leads_to_its_segment_there(browser: Any, tmp_path: Path) -> None:
    documents = (make_document("one"), make_document("the other"))
    other = documents[1].target[1].place(0, 1, side="target")
    finding = make_finding(documents[0], documents[0].target[0], "Womens", places=(other,))
    segments = tuple(segment for document in documents for segment in make_segments(document))
    evaluation = make_evaluation(documents=documents, segments=segments, sets=(), findings=(finding,), repairs=())
    write_report(evaluation, tmp_path / "reports")
    open_report(browser, tmp_path / "reports", "documents/one.html")
    link = browser.find_element("css selector", ".elsewhere a")
    assert link.text == "the other.txt:5:1"
    browser.execute_script("arguments[0].click()", link)
    assert browser.find_element("tag name", "h1").text == "the other"
    assert browser.execute_script("return document.querySelector(':target')?.id") == "segment-2"


def test_the_decisions_of_all_documents_are_one_file(browser: Any, open_page: Open, downloads: Path) -> None:
    open_page("index.html")
    assert not browser.find_element("id", "export-all").is_displayed()
    open_page(PRESS)
    press_button(find_card(browser, "double-space"), "rejected")
    reword(browser, "dropped-apostrophe", "")
    open_page("documents/a_b_i_c.html", keep=True)
    press_button(find_card(browser, "markup"), "accepted")
    open_page("index.html", keep=True)
    assert browser.find_element("id", "export-all").text == "Export 4 decisions of all documents"
    browser.find_element("id", "export-all").click()
    answers = read_answers(wait_for(downloads / "seeds.decisions.json"))
    assert sorted((answer.state, answer.suggestion or "") for answer in answers) == [
        ("accepted", ""), ("accepted", DELETE), ("accepted", DELETE), ("rejected", ""),
    ]  # fmt: skip


def test_earlier_decisions_are_where_the_page_begins(browser: Any, tmp_path: Path) -> None:
    evaluation = make_evaluation()
    finding = next(finding for finding in evaluation.findings if finding.check == "double-space")
    decided = make_evaluation(decisions={finding.fingerprint: make_decided(finding, "accepted", note="seen")})
    write_report(decided, tmp_path / "reports")
    open_report(browser, tmp_path / "reports", PRESS)
    assert find_card(browser, "double-space").get_attribute("data-state") == "accepted"
    assert read_progress(browser) == "1 accepted, 0 rejected, 8 open"


def test_the_data_of_a_page_cannot_end_its_element() -> None:
    embedded = embed_json({"text": "</script><!-- \u2028 \ud800 \x00 & 長"})
    assert not set("<>&\u2028\ud800\x00") & set(embedded) and "長" in embedded
    assert json.loads(embedded)["text"] == "</script><!-- \u2028 \ud800 \x00 & 長"


def test_a_suggestion_for_an_output_is_no_edit_of_the_document() -> None:
    evaluation = make_evaluation()
    document = evaluation.documents[0]
    finding = make_finding(document, document.target[0], "Womens", suggestion="Women's", system="literal")
    page = describe_page(evaluation, document, [finding])
    assert page["findings"][0]["edits"] == []
