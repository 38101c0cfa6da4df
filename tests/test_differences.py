"""The differences of two texts, and scores made comparable: functions of the pages' scripts, called in a browser."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from browsing import NEEDS_BROWSER, Open, open_report
from evaluations import make_document, make_evaluation

from evalkit.files.whole_writes import write_report
from evalkit.pages.packing import pack_json

pytestmark = NEEDS_BROWSER
MARKS = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("differences") / "reports"
    write_report(make_evaluation(), folder)
    return folder


def show(browser: Any, before: str, after: str, **options: str) -> str:
    call = "return evalkit.listDifferences(arguments[0], arguments[1], arguments[2])"
    pieces = browser.execute_script(call, before, after, options)
    kept = [[piece["text"] for piece in pieces if piece["kind"] in ("same", kind)] for kind in ("removed", "added")]
    assert ["".join(texts) for texts in kept] == [before, after]
    return "".join(MARKS[piece["kind"]].format(piece["text"]) for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "options", "shown"),
    [
        ("The cat sat.", "The dog sat.", {}, "The [-cat-][+dog+] sat."),
        ("a grand event", "a big party", {}, "a [-grand event-][+big party+]"),
        ("the Womens Federation", "the Women's Federation", {}, "the [-Womens-][+Women's+] Federation"),
        ("colour", "color", {"unit": "character"}, "colo[-u-]r"),
        ("市妇联活动", "市妇女联活动", {"unit": "character", "language": "zh"}, "市妇[+女+]联活动"),
        ("举办活动", "举办了活动", {"language": "zh"}, "举办[+了+]活动"),
        ("", "new", {}, "[+new+]"),
        ("same", "same", {}, "same"),
        ("", "", {}, ""),
        ("😀 a", "😁 a", {"unit": "character"}, "[-😀-][+😁+] a"),
    ],
)
def test_differences_are_by_words_or_characters_and_both_texts_can_be_read_from_them(
    open_page: Open, before: str, after: str, options: dict[str, str], shown: str
) -> None:
    assert show(open_page("index.html"), before, after, **options) == shown


def test_without_a_segmenter_words_are_runs_of_letters(open_page: Open) -> None:
    browser = open_page("index.html")
    browser.execute_script("Intl.Segmenter = undefined")
    assert show(browser, "the Women's room", "the Womens room") == "the [-Women's-][+Womens+] room"
    assert show(browser, "举办活动", "举办了活动") == "举办[+了+]活动"


def test_a_very_long_text_is_compared_as_a_whole(open_page: Open) -> None:
    assert show(open_page("index.html"), "x " * 20_000, "y") == f"[-{'x ' * 20_000}-][+y+]"


def test_scores_of_different_scales_are_turned_so_that_higher_is_better(open_page: Open) -> None:
    browser = open_page("index.html")
    call = "return evalkit.standardise(arguments[0], arguments[1])"
    assert browser.execute_script(call, [10, 20, None], True) == [-1, 1, None]
    assert browser.execute_script(call, [10, 20, None], False) == [1, -1, None]
    assert browser.execute_script(call, [5, 5], True) == [0, 0]


def test_a_score_is_compared_with_the_other_systems_on_the_same_segment(open_page: Open) -> None:
    call = "return evalkit.subtractSystem([0, 0, 1, 1, 2], [0, 1, 0, 1, 0], [5, 3, 4, null, 9], 1)"
    assert open_page("index.html").execute_script(call) == [2, None, None, None, None]


@pytest.mark.parametrize("value", ["", [1, None, "a"], "長い 😀 \ud800" * 4000, list(range(3000)), "</script>"])
def test_what_is_packed_is_unpacked_the_same(open_page: Open, value: object) -> None:
    packed = pack_json(value)
    assert not set("<>&") & set(packed)
    unpacked = "return JSON.stringify(evalkit.unpack(arguments[0])) === JSON.stringify(JSON.parse(arguments[1]))"
    assert open_page("index.html").execute_script(unpacked, packed, json.dumps(value))


@pytest.mark.parametrize(
    ("level", "strategy"), [(0, zlib.Z_DEFAULT_STRATEGY), (1, zlib.Z_FIXED), (9, zlib.Z_HUFFMAN_ONLY)]
)
def test_every_kind_of_block_is_inflated(open_page: Open, level: int, strategy: int) -> None:
    text = "".join(f"{number} of {number * number};" for number in range(20_000))
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, 9, strategy)
    packed = base64.b64encode(deflater.compress(json.dumps(text).encode()) + deflater.flush()).decode()
    assert open_page("index.html").execute_script("return evalkit.unpack(arguments[0])", packed) == text


def test_data_that_ends_early_is_an_error_and_not_a_page_that_hangs(open_page: Open) -> None:
    cut = base64.b64encode(base64.b64decode(pack_json("some text of a page"))[:-6]).decode()
    call = "try { return evalkit.unpack(arguments[0]) } catch (error) { return error.name }"
    assert open_page("index.html").execute_script(call, cut) == "RangeError"


def choose(browser: Any, name: str, value: str) -> None:
    browser.execute_script(
        "const field = document.querySelector(`#comparison [name=${arguments[0]}]`); field.value = arguments[1];"
        "field.dispatchEvent(new Event('input', {bubbles: true}))",
        name, value,
    )  # fmt: skip


def test_the_differences_between_two_chosen_texts_stand_below_each_segment(open_page: Open) -> None:
    browser = open_page("documents/press.html")
    choose(browser, "one", "0")
    choose(browser, "other", "1")
    first = browser.find_element("css selector", "#segment-1 .comparison")
    assert first.find_element("css selector", ".system").text == "literal → careful"
    assert [piece.text for piece in first.find_elements("css selector", "del, ins")] == ["literal", "careful"]
    choose(browser, "other", "0")
    assert browser.find_elements("css selector", ".comparison") == []
    assert browser.get_log("browser") == []


def test_a_document_without_outputs_has_nothing_to_choose(browser: Any, tmp_path: Path) -> None:
    document = make_document("alone")
    evaluation = make_evaluation(documents=(document,), segments=(), sets=(), findings=(), repairs=())
    write_report(evaluation, tmp_path / "reports")
    open_report(browser, tmp_path / "reports", "documents/alone.html")
    assert browser.find_elements("id", "comparison") == []
