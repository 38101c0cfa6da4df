"""What a table says of the words beside a word that may be a possessive."""

from __future__ import annotations

from importlib import resources

import pytest

from evalkit.languages.en.apostrophe_context import split_words
from evalkit.languages.en.word_contexts import describe_contexts, describe_its_contexts


def contexts_of(text: str, word: str) -> dict[str, float]:
    words = split_words(text)
    features: dict[str, float] = {}
    describe_contexts(words, next(at for at, one in enumerate(words) if one.text == word), features)
    return features


def test_the_table_has_a_number_in_every_column_and_comes_with_its_licence() -> None:
    folder = resources.files("evalkit.languages.en")
    header, *rows = [line.split("\t") for line in folder.joinpath("word_contexts.tsv").read_text("utf-8").splitlines()]
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert len(rows) == 10_000 and {len(row) for row in rows} == {len(header)}
    assert all(abs(float(value)) < 20 for row in rows for value in row[1:])
    assert "Redistributions of source code must retain" in folder.joinpath("word_contexts.LICENSE.txt").read_text()


@pytest.mark.parametrize("noun", ["economy", "decision", "name"])
@pytest.mark.parametrize("verb", ["were", "have", "of"])
def test_a_noun_is_likelier_behind_a_possessive_than_what_follows_a_plural(noun: str, verb: str) -> None:
    column = "+1 behind possessive"
    assert (
        contexts_of(f"the cities {noun}", "cities")[column]
        > 1
        > -1
        > contexts_of(f"the cities {verb}", "cities")[column]
    )


def test_the_word_before_and_the_two_behind_are_described() -> None:
    found = contexts_of("many cities own halls", "cities")
    assert found["-1 before possessive"] < 0 < found["+1 behind determiner"]
    assert "+2 behind possessive" in found


def test_nothing_is_said_of_a_word_that_the_table_lacks_or_that_stands_in_another_sentence() -> None:
    assert contexts_of("Gvozd. Cities gvozd gvozd", "Cities") == {}
    beside_the_end, alone = contexts_of("Many. Cities. Economy grew", "Cities"), contexts_of("Cities", "Cities")
    assert beside_the_end == alone != {}
    assert not any(name.startswith(("-1", "+2")) for name in alone)


@pytest.mark.parametrize(("text", "lost"), [("because its worth it", True), ("by its members", False)])
def test_what_stands_beside_its_tells_whether_it_lost_an_apostrophe(text: str, lost: bool) -> None:
    features: dict[str, float] = {}
    describe_its_contexts(split_words(text), 1, features)
    assert set(features) == {"+1 behind it's", "-1 before it's"}
    assert (sum(features.values()) > 0) is lost
