"""What English words are: how frequent, whether a dictionary has them, which parts of speech they can be.

Frequencies are wordfreq's, parts of speech lemminflect's, spelling Hunspell's en_US through spylls. Each loads at its
first use; every answer is kept for each distinct word.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from sys import intern
from typing import Any

WORDS_DESCRIBED = 4_096
"""The features of so many words are kept, for they take up to 3,000 bytes each."""
_UNSEEN = 1e-9

_CLOSED = {
    "a": "a an",
    "the": "the",
    "singular-determiner": "this that each every another either neither one",
    "plural-determiner": "these those many several few both two three four five six seven eight nine ten various numerous",
    "quantifier": "some any no all most more other such enough certain less",
    "possessive": "my your his her our their whose its",
    "of": "of",
    "to": "to",
    "preposition": "in on at by for from with about into over under after before between through during against among within "
    "without across toward towards around behind beyond near upon via per despite like off up down out onto until till amid "
    "along above below outside inside alongside throughout since",
    "and": "and or & nor",
    "but": "but yet so",
    "subordinator": "because if when while although though whether unless as than where whereas once why how",
    "relative": "who which what whom",
    "subject": "i he she we they",
    "object": "me him us them himself herself themselves itself myself yourself ourselves",
    "it": "it you",
    "is": "is was has does isnt wasnt hasnt doesnt",
    "are": "are were have do arent werent havent dont",
    "auxiliary": "had did be been being am having doing done hadnt didnt im ive youve weve theyve youre theyre",
    "modal": "will would can could shall should may might must cannot wont wouldnt cant couldnt shouldnt",
    "not": "not never n't",
    "adverb": "also now still already very just only even here there then too always often soon today again ever quite really",
    "own": "own",
}
_CLASS_OF = {word: name for name, words in _CLOSED.items() for word in words.split()}
_SUFFIXES = ("ing", "ed", "ly", "s", "tion", "ment", "er", "al", "ity", "est", "ous", "ive")
_APOSTROPHE = re.compile("['’ʼ＇]")
_NUMBER = re.compile(r"[\d.,%$€£]*\d[\d.,%]*\w*")


@cache
def _frequencies() -> Mapping[str, float]:
    import wordfreq

    table: Mapping[str, float] = wordfreq.get_frequency_dict("en", "large")
    return table


@cache
def _dictionary() -> Any:
    from spylls.hunspell import Dictionary

    logging.getLogger("spylls").setLevel(logging.ERROR)
    return Dictionary.from_files("en_US")


@cache
def measure_frequency(word: str) -> float:
    """The common logarithm of the word's frequency in a thousand million words (Zipf scale), 0 where it was never
    seen."""
    return math.log10(_frequencies().get(word.lower(), _UNSEEN)) + 9


@cache
def is_spelt_right(word: str) -> bool:
    """Whether the dictionary has the word as it is written."""
    uncapitalised = word.lower() if word[1:].islower() else word
    return not _listed_words().isdisjoint((word, uncapitalised)) or bool(_dictionary().lookup(word))


@cache
def _listed_words() -> Set[str]:
    """The words that the dictionary lists and that may stand as they are listed: for these nothing is to be looked up
    about endings and compounds, which takes long."""
    rules, listed = _dictionary().aff, _dictionary().dic.words
    unfit = {rules.FORBIDDENWORD, rules.NEEDAFFIX, rules.ONLYINCOMPOUND, rules.KEEPCASE}
    return frozenset(word.stem for word in listed if unfit.isdisjoint(word.flags))


@cache
def list_parts_of_speech(word: str) -> tuple[str, ...]:
    """``NOUN``, ``VERB``, ``ADJ``, ``ADV``, ... that the lower-case word can be; none where it is no dictionary
    word."""
    return tuple(sorted(list_lemmas(word)))


@cache
def list_lemmas(word: str) -> Mapping[str, tuple[str, ...]]:
    """The lemmas of the lower-case word by part of speech."""
    import lemminflect

    lemmas: Mapping[str, tuple[str, ...]] = lemminflect.getAllLemmas(word)
    return lemmas


@cache
def classify_word(word: str) -> tuple[str, ...]:
    """The classes of a word in running text: its closed class, or what an open-class word can be and how it is
    written."""
    lower = word.lower()
    squeezed = _APOSTROPHE.sub("", lower)
    if squeezed in _CLASS_OF:
        return (_CLASS_OF[squeezed],)
    if squeezed != lower:
        return ("genitive", *classify_word(_APOSTROPHE.split(word)[0]))
    if _NUMBER.fullmatch(word):
        return ("number", "year") if re.fullmatch(r"(?:19|20)\d\d", word) else ("number",)
    return (
        *_classify_parts(word, list_parts_of_speech(lower)),
        *_classify_form(lower),
        *(f"-{suffix}" for suffix in _SUFFIXES if lower.endswith(suffix)),
    )


def _classify_parts(word: str, parts: Sequence[str]) -> Iterator[str]:
    """What a word of these parts of speech can be, and how it is capitalised."""
    capital = word[0].isupper()
    yield from (part.lower() for part in parts)
    if not parts:
        yield "unknown-capital" if capital else "unknown"
    if len(parts) == 1:
        yield f"only-{parts[0].lower()}"
    elif parts:
        yield "+".join(parts).lower()
    if capital:
        yield "all-capitals" if word.isupper() and len(word) > 1 else "capital"


def _classify_form(lower: str) -> Iterator[str]:
    """How a word in lower case is inflected."""
    lemmas = list_lemmas(lower)
    if lower.endswith("s") and lower not in lemmas.get("NOUN", (lower,)):
        yield "plural"
    if "VERB" in lemmas and lower not in lemmas["VERB"]:
        yield "inflected-verb"
        if "NOUN" not in lemmas and not lower.endswith("ing"):
            yield "past-or-third-person"


@cache
def is_finite_verb(word: str) -> bool:
    """Whether the word is most likely a finite verb where it stands: an auxiliary, a modal, or a form that can be
    nothing else."""
    classes = classify_word(word)
    return bool({"is", "are", "modal", "auxiliary"}.intersection(classes)) or "past-or-third-person" in classes


@cache
def measure_use(word: str) -> Mapping[str, float]:
    """How much more often than the lower-case word itself its inflected forms occur: as a verb, as a noun, as an
    adjective (Zipf scale).

    A word that is mostly a noun hardly ever carries -ing or -ed; the scale starts at -4 where there is no such form.
    """
    import lemminflect

    forms = lemminflect.getAllInflections(word)
    own = measure_frequency(word)

    def compare(*tags: str) -> float:
        others = {form for tag in tags for form in forms.get(tag, ()) if form != word}
        return max((measure_frequency(form) - own for form in others), default=-4.0)

    return {
        "as verb": max(compare("VBG"), -4.0),
        "as past verb": max(compare("VBD", "VBN"), -4.0),
        "as noun": max(compare("NNS"), -4.0),
        "as adjective": max(compare("JJR", "JJS"), -4.0),
        "as adverb": max(measure_frequency(word + "ly") - own, -4.0),
    }


@lru_cache(maxsize=4 * WORDS_DESCRIBED)
def describe_use(place: str, word: str) -> Mapping[str, float]:
    """The uses of a lower-case word (:func:`measure_use`), named as features of the place where it stands."""
    return {intern(f"{place} {name}"): value for name, value in measure_use(word).items()}
