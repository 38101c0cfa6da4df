"""How likely the common words of English stand beside a possessive, or beside it's, from ``word_contexts.tsv``.

“Economy” is likelier behind a possessive (the city's economy) than behind a plural, “were” the other way round.
``training/derive_word_contexts.py`` makes the table from a language model and says what its columns are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from evalkit.languages.en.apostrophe_context import BREAK, ContextWord

_END = "</s>"
"""The table's row for the end of a sentence."""


@cache
def _load_table() -> Mapping[str, tuple[float, ...]]:
    """The columns' values by lower-case word."""
    text = resources.files("evalkit.languages.en").joinpath("word_contexts.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {word: tuple(map(float, values)) for word, *values in rows}


def describe_contexts(words: Sequence[ContextWord], index: int, features: dict[str, float]) -> None:
    """Adds what the table says of the word before a possessive and of the two behind it."""
    table = _load_table()
    following = _find_neighbour(words, index, 1)
    behind = (following, _find_neighbour(words, index + 1, 1) if following != _END else "")
    for offset, word in enumerate(behind, start=1):
        if word in table:
            possessive, plural, determiner, *_ = table[word]
            features[f"+{offset} behind possessive"] = possessive
            features[f"+{offset} behind plural possessive"] = plural
            features[f"+{offset} behind determiner"] = determiner
    before = _find_neighbour(words, index, -1)
    if before != _END and before in table:
        features["-1 before possessive"], features["-1 before plural possessive"] = table[before][3:5]


def describe_its_contexts(words: Sequence[ContextWord], index: int, features: dict[str, float]) -> None:
    """Adds what the table says for it's and against its of the words beside one of the two."""
    table = _load_table()
    for name, step, column in (("+1 behind it's", 1, 5), ("-1 before it's", -1, 6)):
        word = _find_neighbour(words, index, step)
        if word in table:
            features[name] = table[word][column]


def _find_neighbour(words: Sequence[ContextWord], index: int, step: int) -> str:
    at = index + step
    if not 0 <= at < len(words) or BREAK.search(words[max(at, index)].before):
        return _END
    return words[at].text.lower().replace("’", "'")
