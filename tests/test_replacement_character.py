"""Characters lost in a conversion."""

from __future__ import annotations

import pytest
from builders import findings_on


@pytest.mark.parametrize("wreck", ["\ufffd", "\ufffd\ufffd", "ï¿½", "锟斤拷"])
def test_a_lost_character_is_found_with_no_proposal(wreck: str) -> None:
    (finding,) = findings_on("replacement-character", target=f"Women{wreck}s")
    assert (finding.place.text, finding.place.suggestion, finding.safe) == (wreck, None, False)


def test_all_places_of_a_side_are_one_finding() -> None:
    (finding,) = findings_on("replacement-character", target="a\ufffd b\ufffd\nc\ufffd")
    assert [place.line for place in (finding.place, *finding.places)] == [1, 1, 2]


def test_a_question_mark_is_left_alone() -> None:
    assert findings_on("replacement-character", target="of? consular") == []
