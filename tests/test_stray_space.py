"""Spaces where the language has none."""

from __future__ import annotations

import pytest
from builders import findings_on


@pytest.mark.parametrize(
    ("text", "column"), [("One , two.", 4), ("One two .", 8), ("One ( two).", 6), ("One (two ).", 9)]
)
def test_a_space_beside_a_mark_is_found(text: str, column: int) -> None:
    (finding,) = findings_on("stray-space", target=text)
    assert (finding.place.text, finding.place.column, finding.place.suggestion) == (" ", column, "")


@pytest.mark.parametrize(
    "text", ["It costs .5 now.", "Well ... yes.", "Use .NET now.", "Fine :)", "What! ?", "No space."]
)
def test_a_mark_that_begins_something_is_left_alone(text: str) -> None:
    assert findings_on("stray-space", target=text) == []


def test_french_keeps_its_spaces() -> None:
    assert findings_on("stray-space", target="Vraiment ? Oui : c'est « ça » !", target_language="fr") == []


def test_a_space_inside_a_chinese_word_is_found() -> None:
    (finding,) = findings_on("stray-space", "会前，还组织大家参观外事大 楼，了解外事活动区布置。")
    assert finding.place.column == 14


@pytest.mark.parametrize(
    "text",
    [
        "新华社萨拉热窝12月11日电 波黑奥委会主席近日表示，十分期待冬奥会。",
        "张 三",
        "外 事 大 楼 参 观 记 录 和 活 动 安 排 一 览。",
        "我们使用 Python 编写程序，大家都觉得这样很好。",
    ],
)
def test_spaces_that_are_meant_are_left_alone(text: str) -> None:
    assert findings_on("stray-space", text) == []


def test_spaces_of_typesetting_alone_are_reported_less_surely() -> None:
    (typeset,) = findings_on("stray-space", "据悉 ， “ 爱家 ” 。")
    (typed,) = findings_on("stray-space", "据悉 ， “ 爱家 ” 。\n会前，还组织大家参观外事大 楼，了解外事活动区布置。")
    assert typeset.confidence < 0.8 <= typed.confidence
    assert len(typed.places) == len(typeset.places) + 1


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("大家来了 ，又走了。", True),
        ("大家来了，又走了 。", True),
        ("大家（ 三十人）来了。", True),
        ("大家说：“来了 。 ”", False),
        ("大家参观了“外事大楼” ，又走了。", False),
        ("功效其它， 目前有人评价 ，获得了好评。", False),
    ],
)
def test_a_space_beside_a_full_width_mark_is_sure_where_the_line_has_no_others_of_typesetting(
    text: str, is_sure: bool
) -> None:
    assert [finding.confidence >= 0.8 for finding in findings_on("stray-space", text)] == [is_sure]
