"""Pinyin left behind its character."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import findings_on, read_chinese

EIGHT = ["(xié)", "(yè)", "(tǒng)", "(zhí)", "(fā)", "(fā)", "(xié)", "(chuàng)"]


def test_all_eight_of_the_seed_are_found_and_are_safe_to_delete(seeds: Path) -> None:
    found = findings_on("inline-pinyin", read_chinese(seeds / "003_cceaf48a5aa94307.txt"))
    assert [finding.place.text for finding in found] == EIGHT
    assert all(finding.place.suggestion == "" and finding.safe and finding.confidence > 0.9 for finding in found)


def test_the_other_seed_has_none(seeds: Path) -> None:
    assert findings_on("inline-pinyin", read_chinese(seeds / "000_77a3382a7273a2e2.txt")) == []


@pytest.mark.parametrize("bracket", ["（xié）", "(xié)", "(xie2)", "(xie\u0301)"])
def test_both_widths_tone_numbers_and_combining_marks_are_read(bracket: str) -> None:
    (finding,) = findings_on("inline-pinyin", f"友协{bracket}会")
    assert finding.place.text == bracket and finding.safe


@pytest.mark.parametrize(
    "text", ["友协(WTO)会", "友协(shì)会", "他(he)说", "友协(123)会", "(xié)会", "友协()会", "友协(xié，和)会"]
)
def test_what_is_no_reading_of_the_character_is_left_alone(text: str) -> None:
    assert findings_on("inline-pinyin", text) == []


@pytest.mark.parametrize("text", ["甪(lù)直镇", "单(shàn)县"])
def test_a_gloss_on_a_rare_character_or_a_rare_reading_is_neither_sure_nor_safe(text: str) -> None:
    (finding,) = findings_on("inline-pinyin", text)
    assert not finding.safe and finding.confidence < 0.8


def test_a_reading_that_the_sentence_speaks_of_is_left_alone() -> None:
    assert findings_on("inline-pinyin", "这个字念协(xié)。") == []


def test_a_text_with_a_reading_behind_every_character_is_left_alone() -> None:
    assert findings_on("inline-pinyin", "我(wǒ)是(shì)学(xué)生(shēng)") == []


def test_a_reading_of_several_characters_is_not_safe() -> None:
    (finding,) = findings_on("inline-pinyin", "重庆(chóngqìng)市")
    assert not finding.safe


def test_the_english_side_is_not_read_for_pinyin() -> None:
    assert findings_on("inline-pinyin", target="the xie(xié) of it") == []
