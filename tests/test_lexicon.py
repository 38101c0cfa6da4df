"""What English words are."""

from __future__ import annotations

import pytest

from evalkit.languages.en import lexicon


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("house", True),
        ("House", True),
        ("HOUSE", True),
        ("hOuse", False),
        ("houses", True),
        ("Beijing", True),
        ("beijing", False),
        ("1th", False),
        ("11th", True),
        ("don’t", True),
        ("o'clock", True),
        ("goverment", False),
    ],
)
def test_a_word_is_right_where_the_dictionary_says_so_whether_it_lists_it_or_derives_it(word: str, right: bool) -> None:
    assert lexicon.is_spelt_right(word) is right
    assert bool(lexicon._dictionary().lookup(word)) is right
