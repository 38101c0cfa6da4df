"""Word differences: runs of whole words, Chinese ones by jieba, that together are both texts but for white space."""

from __future__ import annotations

import pytest

from evalkit.explaining.differing import compare_words
from evalkit.languages import get_language


def describe(before: str, after: str, language: str) -> list[tuple[str, str, str]]:
    found = compare_words(before, after, language=language)
    return [(one.kind, before[slice(*one.before)], after[slice(*one.after)]) for one in found]


def test_english_words_differ_whole() -> None:
    assert describe("The old city fell.", "The city has fallen.", "en") == [
        ("equal", "The", "The"),
        ("delete", "old", ""),
        ("equal", "city", "city"),
        ("replace", "fell", "has fallen"),
        ("equal", ".", "."),
    ]


def test_chinese_words_are_not_cut_into_characters() -> None:
    assert describe("我们在北京开会。", "我们在南京开会。", "zh") == [
        ("equal", "我们在", "我们在"),
        ("replace", "北京", "南京"),
        ("equal", "开会。", "开会。"),
    ]


def test_an_insert_stands_where_the_next_word_would() -> None:
    *_, inserted, full_stop = compare_words("He left.", "He left today.", language="en")
    assert (inserted.kind, inserted.before, inserted.after) == ("insert", (7, 7), (8, 13))
    assert full_stop.before == (7, 8)


@pytest.mark.parametrize(("before", "after"), [("", ""), ("a  b", "a b"), (" a", "a ")])
def test_white_space_alone_is_no_difference(before: str, after: str) -> None:
    assert all(one.kind == "equal" for one in compare_words(before, after, language="en"))


def test_an_empty_text_is_an_insertion_of_all() -> None:
    assert describe("", "all of it", "en") == [("insert", "", "all of it")]


@pytest.mark.parametrize("language", ["en", "zh", "ja", "de"])
def test_runs_follow_each_other_and_leave_white_space_only(language: str) -> None:
    before, after = "“Don’t pay 1,875.5!” 她说： 會議 😀 naïve", "Pay 1,875.5 他说：会议 😀 naive, now"
    found = compare_words(before, after, language=language)
    for text, spans in ((before, [one.before for one in found]), (after, [one.after for one in found])):
        left = text
        for start, end in reversed(spans):
            left = left[:start] + left[end:]
        assert not left.strip()
        assert spans == sorted(spans)


def test_numbers_and_contractions_are_one_word() -> None:
    text = "It’s 1,875.5 at 10:30"
    assert [text[start:end] for start, end in get_language("de").split_words(text)] == [
        "It’s",
        "1,875.5",
        "at",
        "10:30",
    ]
