"""Quotation marks and brackets without a partner."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import findings_on, read_chinese, read_english


def marks(source: str = "", target: str = "") -> list[tuple[str, int, int]]:
    found = findings_on("unpaired-punctuation", source, target)
    return [(finding.place.text, finding.place.line, finding.place.column) for finding in found]


def test_the_seeds_are_paired(seeds: Path) -> None:
    for path in seeds.glob("0*.txt"):
        assert marks(read_chinese(path), read_english(path)) == []


@pytest.mark.parametrize(
    ("text", "mark", "column"),
    [
        ("He (briefly left.", "(", 4),
        ("He briefly) left.", ")", 11),
        ('He "briefly left.', '"', 4),
        ('He briefly" left.', '"', 11),
        ("He “briefly left.", "“", 4),
        ("at most (in 2 days (December 10).", "(", 9),
    ],
)
def test_a_mark_alone_is_found_where_it_stands(text: str, mark: str, column: int) -> None:
    assert marks(target=text) == [(mark, 1, column)]


@pytest.mark.parametrize(
    "text",
    [
        "1) one; 2) two; a) three (four) iv) five",
        "ok :) fine ;-) (really)",
        "(Friday, December 10). Net content (mL/g); next.",
        "the interval [0, 1) and (0.5, 1]",
        "“One.\n“Two.\n“Three.” End.",
        '"One.\nTwo." End.',
        "“One.\nTwo.\nThree.”",
        'a 5" pipe and a 7" pipe, a 3" one',
        "the boys' dogs’ ‘tails’",
        'He said "so" and “so”.',
    ],
)
def test_what_needs_no_partner_is_left_alone(text: str) -> None:
    assert marks(target=text) == []


def test_full_and_half_width_brackets_make_a_pair() -> None:
    assert marks("活动（见附件)结束。") == []


def test_a_mark_turned_the_wrong_way_gets_the_other_form() -> None:
    (finding,) = findings_on("unpaired-punctuation", "最大的”广告联盟”。")
    assert (finding.message_id, finding.place.suggestion, finding.place.column) == ("turned", "“", 4)


def test_a_pair_of_a_curly_and_a_straight_mark_is_left_to_another_check() -> None:
    assert marks(target='the “Boomer" and the “most”') == []


def test_a_mark_that_is_loose_on_both_sides_is_reported_less_surely() -> None:
    both = findings_on("unpaired-punctuation", "他说：“大家来了。", "He said, “All came.")
    (one,) = findings_on("unpaired-punctuation", "他说：“大家来了。”", "He said, “All came.")
    assert [finding.confidence < 0.8 for finding in both] == [True, True]
    assert one.confidence >= 0.8


def test_brackets_in_a_row_that_smile_are_left_alone() -> None:
    assert marks(target="Thank you so much))) See you ((") == []


def test_marks_of_one_cause_are_one_finding() -> None:
    (turned,) = findings_on("unpaired-punctuation", target="He said “so.“ She left.\nShe said “no.“ He left.")
    assert [place.suggestion for place in (turned.place, *turned.places)] == ["”", "”"]
    assert turned.message.endswith("(2 places).")
    (loose,) = findings_on(
        "unpaired-punctuation", target="One, the office of Chongqing”\nTwo, the office of Chongqing”"
    )
    assert len(loose.places) == 1
    assert len(findings_on("unpaired-punctuation", target="One (briefly.\nOne.\nOne.\nTwo (never.")) == 2
