"""Words that are no words."""

from __future__ import annotations

import pytest
from builders import findings_on


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("goverment", "government"),
        ("recieved", "received"),
        ("devlopment", "development"),
        ("wahich", "which"),
    ],
)
def test_a_misspelt_word_is_found_with_the_right_one(wrong: str, right: str) -> None:
    (finding,) = findings_on("misspelling", target=f"This is about the {wrong} of it.")
    assert (finding.place.text, finding.place.suggestion) == (wrong, right)
    assert not finding.safe


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("", "The colour, the favourite mould, a foetus that leant over, and organised labour."),
        ("她穿汉服喝白酒。", "She wore hanfu and drank baijiu."),
        ("", "The womens committee didnt meet at the citys gate."),
        ("", "Beijing, Zhang Xiaoming and Jiangsu; Ruan Xiongsheng spoke."),
        ("", "See goverment.example, goverment@example.org, #goverment and /goverment."),
        ("他用goverment一词。", "He used the word goverment."),
        ("", "The goverment of one, and the goverment of the other."),
        ("", "A superfast microchip in a coworking space, unclickable and touchscreenless."),
    ],
)
def test_what_is_right_elsewhere_is_left_alone(source: str, target: str) -> None:
    assert findings_on("misspelling", source, target) == []


def test_a_word_that_opens_a_sentence_may_be_a_name() -> None:
    (finding,) = findings_on("misspelling", target="It ended. Goverment was over.")
    assert finding.place.suggestion == "Government" and finding.confidence < 0.8


def test_only_the_rendering_is_looked_at() -> None:
    assert (
        findings_on("misspelling", "The goverment met.", "政府开会。", source_language="en", target_language="zh") == []
    )


@pytest.mark.xfail(strict=True, reason="misspellings that half the web makes are too frequent to be told by frequency")
@pytest.mark.parametrize("wrong", ["occured", "accomodation"])
def test_a_frequent_misspelling_is_found(wrong: str) -> None:
    assert findings_on("misspelling", target=f"This is about the {wrong} of it.") != []


@pytest.mark.xfail(strict=True, reason="a misspelling that is a word needs a model of the sentence")
def test_a_misspelling_that_is_a_word_is_found() -> None:
    assert findings_on("misspelling", target="The letter came form the office.") != []


@pytest.mark.parametrize("damage", ["\ufffd", "\u200b", "\u00ad", "\u202e", "?"])
def test_the_pieces_of_a_damaged_word_are_no_words(damage: str) -> None:
    assert (
        findings_on("misspelling", target=f"The minis{damage}ter did not resi{damage}gn, they doub{damage}ted.") == []
    )
    assert findings_on("misspelling", target=f"The minister didn{damage}t resign.") == []
