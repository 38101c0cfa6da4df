"""Chinese words have the English stems of their dictionary's definitions."""

from __future__ import annotations

from evalkit.languages.en.stemming import list_stems
from evalkit.languages.zh.dictionary import translate_words


def stems(text: str) -> set[str]:
    return {stem for _, renderings in translate_words(text) for stem in renderings}


def test_a_word_has_the_stems_of_its_definitions() -> None:
    assert {*list_stems("horse"), *list_stems("river")} <= stems("马过了河。")


def test_traditional_and_simplified_text_have_the_same() -> None:
    assert stems("學校開會") == stems("学校开会")


def test_a_word_that_the_dictionary_lacks_is_taken_apart() -> None:
    words = [word for word, _ in translate_words("外事办公室主任会议室门口")]
    assert "".join(words) == "外事办公室主任会议室门口"
    assert all(renderings for _, renderings in translate_words("会议室门口"))


def test_cross_references_and_measure_words_are_no_renderings() -> None:
    assert not {stem for stem in stems("马书") if not stem.isascii()}
    assert "cl" not in stems("马")


def test_question_marks_stand_for_themselves() -> None:
    assert ("?", ("?",)) in translate_words("去吗？")


def test_text_without_chinese_has_no_words() -> None:
    assert translate_words("BLEU 29.67") == []
