"""What is wrong in a place or two of the source of a rendering is reported less surely than the same in the
rendering."""

from __future__ import annotations

import pytest
from builders import findings_on

SLIPS = {
    "repeated-word": "He said the the same.",
    "doubled-punctuation": "He came,, and left.",
    "double-space": "He came  and left.",
    "unpaired-punctuation": "He spoke of “one and left.",
    "stray-space": "He came , and left.",
    "mixed-quotes": 'He spoke of “one”, “two” and "three".',
    "full-width-character": "He came， and left.",
    "mixed-date-format": "They came on March 11, 2022, met on March 12, 2022, and left on 15 March 2022.",
}


@pytest.mark.parametrize(("check", "text"), SLIPS.items())
def test_a_slip_of_a_source_that_stands_beside_its_rendering_is_folded(check: str, text: str) -> None:
    (finding,) = findings_on(check, text, "大家来了。", source_language="en", target_language="zh")
    assert finding.place.side == "source"
    assert finding.confidence < 0.8


@pytest.mark.parametrize(("check", "text"), SLIPS.items())
def test_the_same_slip_is_shown_in_a_rendering_and_in_a_text_that_stands_alone(check: str, text: str) -> None:
    (rendering,) = findings_on(check, "大家来了。", text)
    (alone,) = findings_on(check, text, source_language="en", target_language="zh")
    assert min(rendering.confidence, alone.confidence) >= 0.8


def test_what_pervades_a_source_is_shown() -> None:
    text = "\n".join(["He came , and left."] * 4)
    (finding,) = findings_on("stray-space", text, "大家来了。", source_language="en", target_language="zh")
    assert len(finding.places) == 3
    assert finding.confidence >= 0.8


def test_a_quotation_left_open_on_both_sides_in_neighbouring_paragraphs_is_folded() -> None:
    source = "政府认为，“长期以来如此。\n民主早已成为武器。"
    target = "The government thinks “it has long been so.\n“Democracy has become a weapon."
    found = findings_on("unpaired-punctuation", source, target)
    assert {finding.place.side for finding in found} == {"source", "target"}
    assert all(finding.confidence < 0.8 for finding in found)
