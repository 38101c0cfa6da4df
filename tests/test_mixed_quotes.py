"""Straight and curly quotation marks in one text."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import findings_on, read_english


def test_the_curly_pair_of_the_seed_gets_the_straight_form_of_the_others(seeds: Path) -> None:
    (finding,) = findings_on("mixed-quotes", target=read_english(seeds / "000_77a3382a7273a2e2.txt"))
    assert [(place.text, place.suggestion) for place in (finding.place, *finding.places)] == [("“", '"'), ("”", '"')]
    assert not finding.safe


def test_straight_marks_are_given_their_direction() -> None:
    (finding,) = findings_on("mixed-quotes", target='“a” and “b” and “f” and "c" (see "d").')
    assert [place.suggestion for place in (finding.place, *finding.places)] == ["“", "”", "“", "”"]


def test_inch_marks_are_no_quotation_marks() -> None:
    assert findings_on("mixed-quotes", target='Photos of 20x16" and 24x20" are “large”.') == []


def test_direction_follows_the_surroundings_where_a_mark_is_missing() -> None:
    (finding,) = findings_on("mixed-quotes", target='“a” and “b” and c".')
    assert finding.place.suggestion == "”"


def test_german_marks_give_german_forms() -> None:
    (finding,) = findings_on("mixed-quotes", target='„a“ und „b“ und "c".', target_language="de")
    assert [place.suggestion for place in (finding.place, *finding.places)] == ["„", "“"]


def test_each_side_is_judged_for_itself() -> None:
    assert findings_on("mixed-quotes", "“甲”", '"a"') == []


@pytest.mark.parametrize(("apostrophe", "rarer"), [("'", "“"), ("’", '"')])
def test_of_as_many_marks_the_apostrophes_tell_which_are_the_others(apostrophe: str, rarer: str) -> None:
    target = f'It isn{apostrophe}t “new” and it wasn{apostrophe}t "old".'
    (finding,) = findings_on("mixed-quotes", target=target)
    assert finding.place.text == rarer
