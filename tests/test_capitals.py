"""Names and headings that are capitalised in two ways."""

from __future__ import annotations

import pytest
from builders import findings_on

from evalkit.languages.en.headings import tell_heading_case

HEADINGS = ["Visiting the Foreign Affairs Office", "Learning About the New Building", "Meeting the Women of the City"]


@pytest.mark.parametrize("wrong", ["Wechat", "wechat", "weChat"])
def test_a_word_with_a_capital_inside_is_written_in_one_way(wrong: str) -> None:
    (finding,) = findings_on("inconsistent-capitals", target=f"He is on WeChat.\nShe is on {wrong}, he on WeChat.")
    assert (finding.place.text, finding.place.suggestion) == (wrong, "WeChat")
    assert finding.confidence >= 0.8


@pytest.mark.parametrize(
    "target",
    [
        "He is on WeChat.\nWECHAT IS HERE.\nShe is on WeChat.",
        "LeGend was the name of the boy.\nOperation Legend went on.",
        "An apple a day.\nHe works for Apple.",
        "They met Prime Minister Zhang.\nThe prime minister smiled.",
        "See WeChat at www.wechat.com or mail help@wechat.com.",
    ],
)
def test_common_words_titles_addresses_and_lines_in_capitals_are_left_alone(target: str) -> None:
    assert findings_on("inconsistent-capitals", target=target) == []


def test_a_phrase_in_capitals_and_without_is_found_with_less_confidence() -> None:
    (finding,) = findings_on("inconsistent-capitals", target="The Maritime Silk Road is long.\nThe maritime silk road.")
    assert (finding.place.text, finding.place.suggestion) == ("maritime silk road", "Maritime Silk Road")
    assert finding.confidence < 0.8


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("Learning About the New Building", "title"),
        ("Learning about the new building", "sentence"),
        ("Zhao Shiqing visits the new office in Chongqing", "sentence"),
        ("Chongqing", None),
        ("LEARNING ABOUT THE BUILDING", None),
    ],
)
def test_the_case_of_a_heading_is_told_by_its_common_words(text: str, case: str | None) -> None:
    assert tell_heading_case(text) == case


def test_a_heading_in_the_other_case_is_found() -> None:
    target = "\nText follows here.\n".join([*HEADINGS, "Thanking the guests for their visit"])
    (finding,) = findings_on("mixed-heading-case", target=target)
    assert finding.place.text == "Thanking the guests for their visit"


@pytest.mark.parametrize(
    "last", ["Thanking the guests for their visit.", "Thanking the Guests Once More", "Thanking the guests, they said,"]
)
def test_sentences_and_headings_in_the_same_case_are_left_alone(last: str) -> None:
    assert findings_on("mixed-heading-case", target="\n".join([*HEADINGS, last])) == []
