"""Invisible control characters."""

from __future__ import annotations

import pytest
from builders import findings_on


@pytest.mark.parametrize(
    ("character", "suggestion", "safe"),
    [
        ("\x00", "", False),
        ("\x07", "", False),
        ("\x0b", " ", False),
        ("\r", " ", False),
        ("\x85", " ", False),
        ("\u2028", " ", False),
        ("\u2029", " ", False),
        ("\x92", "’", False),
        ("\x81", "", False),
        ("\ufeff", "", True),
    ],
)
def test_each_is_found_raw_with_what_belongs_there(character: str, suggestion: str, safe: bool) -> None:
    (finding,) = findings_on("control-character", target=f"Women{character}s")
    assert (finding.place.text, finding.place.suggestion, finding.safe) == (character, suggestion, safe)
    assert finding.place.column == 6


def test_one_kind_is_one_finding_with_all_its_places() -> None:
    found = findings_on("control-character", target="a\x00b\x00c\x07\nd\x00")
    assert sorted(len(finding.places) for finding in found) == [0, 2]


def test_tabs_and_soft_hyphens_are_left_alone() -> None:
    assert findings_on("control-character", target="a\tb\u00adc\u200dd") == []


def test_the_message_names_the_code_point() -> None:
    (finding,) = findings_on("control-character", target="a\x00b")
    assert "U+0000" in finding.message
