"""Renderings against the user's glossary."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import make_segments

from evalkit.auditing.checking import check_segments, load_check
from evalkit.data import Finding, GlossaryEntry

OFFICE = GlossaryEntry(source="市政府外办", targets=("Municipal Foreign Affairs Office",), forbidden=("FAO",))
SISTER = GlossaryEntry(source="友好城市", targets=("sister city",))


def check(source: str, target: str, *entries: GlossaryEntry, confidence: float = 1.0) -> list[Finding]:
    segments = [
        replace(one, document=replace(one.document, glossary=entries), confidence=confidence)
        for one in make_segments(source, target)
    ]
    return list(check_segments(segments, [load_check("glossary-violation")]))


@pytest.mark.parametrize(
    "target",
    [
        "It has many sister cities.",
        "Sister-city relations grew.",
        "The sister city's mayor came.",
        "SISTER CITIES met.",
    ],
)
def test_an_inflected_rendering_is_the_rendering(target: str) -> None:
    assert check("友好城市很多。", target, SISTER) == []


def test_a_missing_rendering_is_reported_at_the_term_of_the_source() -> None:
    (finding,) = check("我市友好城市很多。", "We have many twin towns.", SISTER)
    assert (finding.place.side, finding.place.text) == ("source", "友好城市")
    assert "“sister city”" in finding.message and finding.confidence >= 0.8


def test_a_head_alone_may_be_a_shortened_form() -> None:
    (finding,) = check("记者到市政府外办采访。", "Reporters visited the Office.", OFFICE)
    assert finding.confidence < 0.8


def test_a_forbidden_variant_is_reported_with_what_to_write() -> None:
    (finding,) = check("记者到市政府外办采访。", "Reporters visited the FAO.", OFFICE)
    assert (finding.place.text, finding.place.suggestion) == ("FAO", "Municipal Foreign Affairs Office")
    assert check("记者采访。", "Reporters visited the FAO.", OFFICE) == []


def test_a_forbidden_variant_inside_the_right_rendering_is_none() -> None:
    entry = GlossaryEntry(source="外办", targets=("Foreign Affairs Office",), forbidden=("Office",))
    assert check("记者到外办采访。", "They visited the Foreign Affairs Office.", entry) == []


def test_the_longer_term_of_the_source_counts() -> None:
    short = GlossaryEntry(source="外办", targets=("external office",))
    assert check("记者到市政府外办采访。", "They visited the Municipal Foreign Affairs Office.", OFFICE, short) == []


def test_both_scripts_of_the_source_are_the_same() -> None:
    assert len(check("記者到市政府外辦採訪。", "They went there.", OFFICE)) == 1


def test_an_uncertain_alignment_keeps_it_quiet() -> None:
    assert check("友好城市很多。", "Nothing of it.", SISTER, confidence=0.3) == []


def test_without_a_glossary_there_is_nothing_to_say() -> None:
    assert check("友好城市很多。", "Nothing of it.") == []


@pytest.mark.xfail(strict=True, reason="a segment is compared as a whole")
def test_a_second_mention_that_is_rendered_otherwise_is_found() -> None:
    assert check("友好城市很多，友好城市很好。", "Sister cities are many. Twin towns are good.", SISTER) != []
