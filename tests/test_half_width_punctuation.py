"""Half-width punctuation in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import findings_on, read_chinese


@pytest.mark.parametrize("name", ["000_77a3382a7273a2e2.txt", "003_cceaf48a5aa94307.txt"])
def test_a_seed_is_one_finding_with_all_its_commas_and_none_is_safe(seeds: Path, name: str) -> None:
    text = read_chinese(seeds / name)
    (finding,) = findings_on("half-width-punctuation", text)
    places = [finding.place, *finding.places]
    assert len(places) == text.count(",")
    assert {(place.text, place.suggestion) for place in places} == {(",", "，")}
    assert not finding.safe


def test_the_brackets_of_inline_pinyin_are_not_reported_twice() -> None:
    assert findings_on("half-width-punctuation", "友协(xié)会。") == []


@pytest.mark.parametrize(
    "text", ["共3,000人。", "上午9:30开始。", "见http://a.cn/a,b 。", "世卫组织(WHO)说。", "等等...好。", "1.中国"]
)
def test_numbers_latin_and_addresses_keep_their_marks(text: str) -> None:
    assert findings_on("half-width-punctuation", text) == []


def test_a_space_behind_the_mark_goes_with_it() -> None:
    (finding,) = findings_on("half-width-punctuation", "学习, 交流。")
    assert (finding.place.text, finding.place.suggestion) == (", ", "，")


def test_colons_and_brackets_alone_are_a_matter_of_house_style() -> None:
    (finding,) = findings_on("half-width-punctuation", "时间:五月(周五)。")
    assert finding.confidence < 0.8


def test_english_is_left_alone() -> None:
    assert findings_on("half-width-punctuation", target="Yes, (no); maybe: so!") == []


def test_one_or_two_marks_in_a_text_are_reported_less_surely() -> None:
    (few,) = findings_on("half-width-punctuation", "大家来了,又走了，他们在笑;真好。")
    (many,) = findings_on("half-width-punctuation", "大家来了,又走了,他们在笑;真好。")
    assert few.confidence < 0.8 <= many.confidence
