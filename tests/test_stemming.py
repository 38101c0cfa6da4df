"""English words lose their endings, so that forms of one word meet."""

from __future__ import annotations

import pytest

from evalkit.languages.en.stemming import list_stems, translate_words


@pytest.mark.parametrize(
    ("one", "other"), [("developed", "development"), ("went", "going"), ("women", "woman's"), ("better", "good")]
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert set(list_stems(one)) & set(list_stems(other))


def test_words_of_different_families_share_none() -> None:
    assert not set(list_stems("river")) & set(list_stems("mountain"))


def test_a_negation_is_a_word_of_its_own() -> None:
    assert [word for word, _ in translate_words("He didn't.")] == ["he", "didn't", "not"]


def test_question_marks_and_quotes_stand_for_themselves() -> None:
    assert translate_words("“Why?”") == [('"', ('"',)), ("why", ("why",)), ("?", ("?",)), ('"', ('"',))]
