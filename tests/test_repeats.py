"""Repeated source texts and repeated renderings."""

from __future__ import annotations

import pytest
from builders import findings_on, make_segments

from evalkit.auditing.checking import check_segments, load_check
from evalkit.terms.repeats import fold_text, measure_letters

HEAT = "请勿将本产品置于高温环境中。"
BATTERY = "电池用完后，送到回收站。"


def test_one_source_text_with_two_renderings_is_one_finding_on_the_rarer() -> None:
    target = "Keep this product away from heat.\nKeep this product away from heat.\nDo not expose it to heat."
    (finding,) = findings_on("differing-repeat", "\n".join([HEAT] * 3), target)
    assert finding.place.text == "Do not expose it to heat."
    assert [place.text for place in finding.places].count(HEAT) == 3
    assert "Keep this product away from heat." in finding.message


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (f"{HEAT}\n{HEAT}", "Keep it away from heat.\nKeep it away, from  Heat"),
        ("谢谢。\n谢谢。", "Thank you.\nThanks."),
        (f"{HEAT}\n{BATTERY}", "Keep it away from heat.\nTake it to the dump."),
        (f"{HEAT}\n{HEAT}", "Keep it away from heat."),
    ],
)
def test_equal_short_and_unrendered_repeats_are_left_alone(source: str, target: str) -> None:
    assert findings_on("differing-repeat", source, target) == []


def test_repeats_are_compared_across_documents() -> None:
    one = make_segments(HEAT, "Keep it away from heat.", name="one")
    other = make_segments(HEAT, "Do not expose it to high temperatures.", name="other")
    (finding,) = check_segments([*one, *other], [load_check("differing-repeat")])
    assert finding.document in ("one", "other") and len(finding.places) == 3


def test_one_rendering_of_two_source_texts_is_reported_on_both() -> None:
    rendering = "Do not expose this product to high temperatures."
    (finding,) = findings_on("copied-rendering", f"{HEAT}\n{BATTERY}", f"{rendering}\n{rendering}")
    assert [place.line for place in (finding.place, *finding.places)] == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (f"{HEAT}\n请不要将本产品放置在高温环境中。", "Do not expose this product to high temperatures.\n" * 2),
        (f"{HEAT}\n{HEAT}", "Do not expose this product to high temperatures.\n" * 2),
        ("多谢。\n承蒙关照。", "Thank you.\nThank you."),
    ],
)
def test_renderings_of_texts_that_say_the_same_are_left_alone(source: str, target: str) -> None:
    assert findings_on("copied-rendering", source, target) == []


def test_what_stands_between_letters_makes_no_difference() -> None:
    assert fold_text("Ｋeep it, away!") == fold_text("keep IT away")
    assert measure_letters("外办 FAO") == 11


@pytest.mark.xfail(strict=True, reason="whole segments are compared, not the sentences in them")
def test_a_sentence_inside_a_longer_paragraph_is_compared() -> None:
    source = f"{HEAT}{BATTERY}\n{HEAT}"
    target = "Keep it away from heat. Take used batteries to a dump.\nDo not expose this product to high temperatures."
    assert findings_on("differing-repeat", source, target) != []


def test_a_paragraph_pasted_twice_is_shown_though_its_copy_has_no_source() -> None:
    first, again = make_segments(
        f"{HEAT}\n", "Keep this product away from heat and water.\nKeep this product away from heat and water."
    )
    (finding,) = check_segments([first, again], [load_check("repeated-passage")])
    assert finding.confidence >= 0.8 and finding.place.line == 2


def test_a_sentence_twice_in_one_paragraph_is_shown_in_a_text_without_a_source() -> None:
    once = "The ferry to the island was cancelled on Monday."
    (finding,) = findings_on("repeated-passage", target=f"{once} Nobody knew why. {once}")
    assert finding.confidence >= 0.8
    (apart,) = findings_on("repeated-passage", target=f"{once}\nNobody knew why.\n{once}")
    assert apart.confidence < 0.8
