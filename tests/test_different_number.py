"""The check for numbers and dates that differ: what it says where, and how often it is right on text nobody tuned it on."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from builders import make_segments

from evalkit.checking import check_segments, load_check
from evalkit.data import Finding, Segment
from training.measure_numbers import list_differing, read_pairs, try_change


def findings_of(*segments: Segment) -> list[Finding]:
    return list(check_segments(segments, [load_check("different-number")]))


def test_a_finding_shows_both_numbers_and_the_right_one() -> None:
    (finding,) = findings_of(*make_segments("共有52家机关参加。", "In all, 25 offices took part."))
    assert (finding.place.side, finding.place.text, finding.place.suggestion) == ("target", "25", "52")
    assert [(place.side, place.text, place.column) for place in finding.places] == [("source", "52", 3)]
    assert "25" in finding.message and "52" in finding.message
    assert (finding.severity, finding.safe) == ("major", False)


def test_a_number_in_a_segments_second_passage_is_placed_in_its_own_line() -> None:
    one, two = make_segments("甲。\n共有52家。", "First.\nThere are 25.")
    segment = replace(one, source=one.source + two.source, hypothesis=one.hypothesis + two.hypothesis)
    (finding,) = findings_of(segment)
    assert (finding.place.line, finding.place.column) == (2, 11)
    assert (finding.places[0].line, finding.places[0].column) == (2, 3)


@pytest.mark.parametrize(("confidence", "count"), [(1.0, 1), (0.3, 0)])
def test_the_check_is_silent_where_the_alignment_is_uncertain(confidence: float, count: int) -> None:
    (segment,) = make_segments("共有52家。", "There are 25.")
    assert len(findings_of(replace(segment, confidence=confidence))) == count


def test_a_finding_is_no_surer_than_its_alignment() -> None:
    (segment,) = make_segments("共有52家。", "There are 25.")
    (sure,), (unsure,) = findings_of(segment), findings_of(replace(segment, confidence=0.7))
    assert unsure.confidence < sure.confidence


def test_text_without_a_counterpart_is_left_alone() -> None:
    assert findings_of(*make_segments("共有52家。", "")) == []


@pytest.mark.parametrize("languages", [("zh", "en"), ("en", "zh")])
@pytest.mark.parametrize("reference", ["A", "B"])
def test_changed_numbers_are_found_and_sound_pairs_left_alone(
    data: Path, languages: tuple[str, str], reference: str
) -> None:
    pairs = list(read_pairs(data, languages, reference, half=2, lines=1))
    rng = random.Random(1)
    counts = sum((try_change(pair, rng) for pair in pairs), Counter())
    flagged = [pair for pair in pairs if list_differing(pair, pair.target)]
    assert counts["shared-found"] / counts["shared"] >= 0.94
    assert len(flagged) / len(pairs) <= 0.007
