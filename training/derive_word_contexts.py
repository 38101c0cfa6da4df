"""Makes evalkit/languages/en/word_contexts.tsv from the English language model of PocketSphinx.

    pip install pocketsphinx==5.1.1
    python training/derive_word_contexts.py

The model (three-grams of transcribed speech and news, Carnegie Mellon University, BSD) knows thousands of possessives.
For each of the commonest words of English, names left out, the table says how much likelier it is

- behind a possessive (the city's) than behind a plural (the cities), the same behind a plural possessive (students'),
  and behind his, her, their than behind they, we, people;
- before a possessive than before a plural, and before a plural possessive,
- behind it's than behind its, and before it's than before its,

as natural logarithms, less the median of the column, so that 0 says nothing; `</s>` is the end of a sentence. Every class counts by the frequency of its
words in the model.
"""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pocketsphinx
from wordfreq import top_n_list

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evalkit.languages.en.lexicon import is_spelt_right, list_lemmas

_TABLE = Path(__file__).resolve().parents[1] / "evalkit/languages/en/word_contexts.tsv"
_COLUMNS = (
    "word",
    "behind possessive",
    "behind plural possessive",
    "behind determiner",
    "before possessive",
    "before plural possessive",
    "behind it's",
    "before it's",
)
_WORDS, _CLASS, _LOOKED_AT = 10_000, 2_000, 200_000
_CONTRACTED = (
    "it that there he what she let who here where how when why everything nothing something everybody somebody nobody"
)
_CONTRACTIONS = frozenset(word + "'s" for word in _CONTRACTED.split())
_DETERMINERS = ["his", "her", "their", "my", "our", "your"]
_PRONOUNS = ["they", "we", "people", "who", "you"]
_STEP = math.log(1.0001)
_END = "</s>"


class Model:
    """Natural logarithms of the probabilities of words."""

    def __init__(self) -> None:
        self._model = pocketsphinx.NGramModel.readfile(pocketsphinx.get_model_path("en-us/en-us.lm.bin"))

    def knows(self, word: str) -> bool:
        return self._model.prob([word]) > -500_000_000

    def tell_alone(self, words: Sequence[str]) -> np.ndarray:
        return np.array([self._model.prob([word]) for word in words]) * _STEP

    def tell_behind(self, words: Sequence[str], before: str) -> np.ndarray:
        """Of each word, how likely it follows ``before``."""
        return np.array([self._model.prob([word, before]) for word in words]) * _STEP

    def tell_before(self, word: str, words: Sequence[str]) -> np.ndarray:
        """How likely ``word`` follows each of the words."""
        return np.array([self._model.prob([word, one]) for one in words]) * _STEP


def list_classes(model: Model) -> dict[str, list[str]]:
    """The words of each class that the model knows, the commonest first."""
    known = [word for word in top_n_list("en", _LOOKED_AT) if model.knows(word)]
    possessives = [word for word in known if word.endswith("'s") and word not in _CONTRACTIONS]
    plurals = [word for word in known if word.endswith("s") and word[:-1] in list_lemmas(word).get("NOUN", ())]
    return {
        "possessive": possessives[:_CLASS],
        "plural possessive": [word + "'" for word in plurals if model.knows(word + "'")][:_CLASS],
        "plural": plurals[:_CLASS],
        "determiner": _DETERMINERS,
        "pronoun": _PRONOUNS,
        "it's": ["it's"],
        "its": ["its"],
    }


def main() -> None:
    model = Model()
    classes = list_classes(model)
    shares = {name: np.exp(model.tell_alone(words)) for name, words in classes.items()}
    shares = {name: share / share.sum() for name, share in shares.items()}
    common = (word for word in top_n_list("en", 2 * _WORDS) if word.isascii() and is_spelt_right(word))
    words = [_END, *filter(model.knows, common)][:_WORDS]

    def follows(word: str, name: str) -> float:
        return float(np.log(np.exp(model.tell_before(word, classes[name])) @ shares[name]))

    def leads(word: str, name: str) -> float:
        return float(np.log(np.exp(model.tell_behind(classes[name], word)).sum()))

    rows = []
    for word in words:
        behind, before = follows(word, "plural"), leads(word, "plural")
        rows.append(
            (
                follows(word, "possessive") - behind,
                follows(word, "plural possessive") - behind,
                follows(word, "determiner") - follows(word, "pronoun"),
                leads(word, "possessive") - before,
                leads(word, "plural possessive") - before,
                follows(word, "it's") - follows(word, "its"),
                leads(word, "it's") - leads(word, "its"),
            )
        )
    middles = [statistics.median(column) for column in zip(*rows, strict=True)]
    with _TABLE.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(_COLUMNS) + "\n")
        for word, row in sorted(zip(words, rows, strict=True)):
            values = (f"{value - middle:.1f}" for value, middle in zip(row, middles, strict=True))
            file.write("\t".join([word, *values]).replace("-0.0", "0.0") + "\n")
    counts = ", ".join(f"{len(words)} {name}" for name, words in classes.items() if len(words) > 1)
    sys.stdout.write(f"{len(words)} words; classes: {counts}\n")


if __name__ == "__main__":
    main()
