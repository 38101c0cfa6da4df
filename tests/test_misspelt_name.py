"""Names that are spelt otherwise than they are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import findings_on, make_segments, read_chinese, read_english

from evalkit.auditing.checking import check_segments, load_check
from evalkit.data import Anchor

SOURCE = "市政府外辦黨組成員、二級巡視員王廣成在致辭中表示感謝。"


def test_the_names_of_the_seeds_are_right(seeds: Path) -> None:
    for path in seeds.glob("0*.txt"):
        chinese, english = read_chinese(path).split("\n"), read_english(path).split("\n")
        pairs = zip(chinese, english[len(english) - len(chinese) :], strict=True)
        assert [findings_on("misspelt-name", *pair) for pair in pairs] == [[]] * len(chinese)


@pytest.mark.parametrize("wrong", ["Wang Guangchen", "Wang Guangcheg", "Wnag Guangcheng", "Wan Guangcheng"])
def test_a_wrong_letter_is_found_and_put_right(wrong: str) -> None:
    (finding,) = findings_on("misspelt-name", SOURCE, f"{wrong} said thanks.")
    assert (finding.place.text, finding.place.suggestion) == (wrong, "Wang Guangcheng")
    assert finding.severity == "major" and not finding.safe and finding.confidence >= 0.8
    assert [(place.side, place.text) for place in finding.places] == [("source", "王廣成")]


@pytest.mark.parametrize(
    "right", ["Wang Guangcheng", "Guangcheng Wang", "Wang Guang-cheng", "WANG Guangcheng", "The official"]
)
def test_right_spellings_and_left_out_names_are_left_alone(right: str) -> None:
    assert findings_on("misspelt-name", SOURCE, f"{right} said thanks.") == []


def test_an_uncertain_alignment_keeps_it_quiet() -> None:
    segments = [replace(one, confidence=0.3) for one in make_segments(SOURCE, "Wang Guangchen said thanks.")]
    assert check_segments(segments, [load_check("misspelt-name")]) == ()


def test_the_anchors_of_a_segment_are_taken_as_they_are() -> None:
    anchor = Anchor(kind="name", source="王廣成", target=None, verdict="not-found", source_span=(15, 18))
    segments = [replace(one, anchors=(anchor,)) for one in make_segments(SOURCE, "Wang Guangchen said thanks.")]
    assert check_segments(segments, [load_check("misspelt-name")]) == ()
