"""Question marks that ask nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from builders import findings_on, read_english

DATA = os.environ.get("EVALKIT_DATA")


def found_in(target: str, source: str = "") -> list[tuple[int, str | None]]:
    return [
        (found.place.column, found.place.suggestion) for found in findings_on("stray-question-mark", source, target)
    ]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("They don?t know that it is late.", "'"),
        ("It was Beijing?s task to say so.", "'"),
        ("Their understanding of? consular agencies grew.", ""),
        ("The talks of 2019?2021 were long.", "–"),
        ("We met in a caf? near the river.", "é"),
    ],
)
def test_a_lost_character_is_found_with_what_should_stand_there(text: str, suggestion: str) -> None:
    assert found_in(text) == [(text.index("?") + 1, suggestion)]


def test_a_pair_that_stood_around_words_becomes_quotation_marks() -> None:
    assert [suggestion for _, suggestion in found_in("The ?windows in the window? met here.")] == ['"', '"']


def test_where_the_text_has_curly_quotes_the_pair_is_curly() -> None:
    assert [suggestion for _, suggestion in found_in("“So” he spoke of ?one thing? at noon.")] == ["“", "”"]


@pytest.mark.parametrize(
    "text",
    [
        "What does it mean for us? Nothing.",
        "Do they know?",
        "See https://example.org/search?query=word and https://example.org/?a=b.",
        "“Why?” he asked. “Who knows?”",
        "Is it late? Are they here? When do they leave?",
    ],
)
def test_questions_and_addresses_are_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_a_source_that_asks_as_often_speaks_for_the_questions() -> None:
    assert found_in("You will come? Chongqing is far.", "你会来吗？重庆很远。") == []


def test_nothing_is_ever_safe() -> None:
    findings = findings_on("stray-question-mark", target="They don?t know of? consular agencies in a caf? here.")
    assert len(findings) == 3
    assert not any(finding.safe for finding in findings)


def test_a_half_width_question_mark_in_chinese_is_left_to_another_check() -> None:
    assert findings_on("stray-question-mark", "他们知道吗?他们不知道。") == []


@pytest.mark.skipif(DATA is None, reason="EVALKIT_DATA names no folder with the test data")
@pytest.mark.parametrize(("name", "expected"), [("000*.txt", [""]), ("003*.txt", [])])
def test_the_seeds_have_exactly_one(name: str, expected: list[str]) -> None:
    (path,) = Path(DATA or "", "seeds").glob(name)
    found = findings_on("stray-question-mark", target=read_english(path))
    assert [finding.place.suggestion for finding in found] == expected
