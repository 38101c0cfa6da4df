"""Two spaces where one belongs."""

from __future__ import annotations

import pytest
from builders import findings_on


def test_gaps_between_words_are_one_safe_finding() -> None:
    (finding,) = findings_on("double-space", target="One  two and three,  four.\nFive   six.")
    assert finding.safe and len(finding.places) == 2
    assert {place.suggestion for place in (finding.place, *finding.places)} == {" "}


def test_gaps_behind_sentences_are_another_finding_that_is_not_safe() -> None:
    (finding,) = findings_on("double-space", target="One. Two. Three.  Four.")
    assert not finding.safe


@pytest.mark.parametrize("text", ["One.  Two.  Three.  Four.", "a  b   c", "Name    Age", "a | b  c", "  One two.  "])
def test_conventions_and_columns_are_left_alone(text: str) -> None:
    assert findings_on("double-space", target=text) == []


def test_a_gap_between_chinese_characters_is_left_to_another_check() -> None:
    assert findings_on("double-space", "外事  工作") == []
