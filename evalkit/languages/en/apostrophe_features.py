"""Which words of an English text may have lost an apostrophe, and what speaks for it and against it.

A candidate is a word that ends in s (a possessive or a contraction with 's) or the form that a contraction takes
without its apostrophe (dont, were). Its features are named, so that the weights beside this file can be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from evalkit.languages.en.apostrophe_context import APOSTROPHES, BREAK, Context, ContextWord, tell_mark
from evalkit.languages.en.apostrophe_phrases import describe_name, describe_phrase
from evalkit.languages.en.contractions import AMBIGUOUS, restore_contraction, write_contraction
from evalkit.languages.en.lexicon import (
    WORDS_DESCRIBED,
    classify_word,
    describe_use,
    is_finite_verb,
    is_spelt_right,
    list_lemmas,
    measure_frequency,
)
from evalkit.languages.en.word_contexts import describe_contexts, describe_its_contexts

Kind = Literal["possessive", "contraction", "its"]

_LEFT, _RIGHT = 3, 4
_NEVER_LOST = (
    "as is was has does this his us yes thus plus less unless perhaps always besides towards afterwards "
    "sometimes whereas across previous various gas bus its hers ours yours theirs others news series "
    "species means mrs ms dr st vs etc"
)
_NEVER = frozenset(_NEVER_LOST.split())
_ORDINALS = frozenset(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may have lost an apostrophe: its paragraph, its index among the paragraph's words, and its features
    by name."""

    paragraph: int
    index: int
    word: ContextWord
    kind: Kind
    features: Mapping[str, float]


def find_candidates(context: Context) -> Iterator[Candidate]:
    """The candidates of a text in order."""
    for number, text in enumerate(context.texts):
        words = context.list_words(number)
        for index, word in enumerate(words):
            kind = _tell_kind(word, text)
            if kind is not None and not _is_ruled_out(kind, words, index):
                yield Candidate(number, index, word, kind, _describe(context, words, index, kind))


def describe_candidate(context: Context, paragraph: int, index: int, kind: Kind) -> Candidate:
    """The candidate that was found there."""
    words = context.list_words(paragraph)
    return Candidate(paragraph, index, words[index], kind, _describe(context, words, index, kind))


def _tell_kind(word: ContextWord, text: str) -> Kind | None:
    kind = _tell_kind_of(word.text)
    if kind is None:
        return None
    following = text[word.end : word.end + 1]
    if following and following in APOSTROPHES + "‘":
        return None
    if kind == "contraction" and following == "-" and word.text.lower() in AMBIGUOUS:
        return None
    # A mark that took the apostrophe's place (the farmers" protest) is another fault; a possessive never opens a compound (a months-old child).
    replaced = following in tuple('"“”') or (following == "-" and text[word.end + 1 : word.end + 2].islower())
    return None if kind == "possessive" and replaced else kind


def _is_acronym(words: Sequence[ContextWord], index: int) -> bool:
    """Whether a word is all capitals, its s too (the USS Nevada), where others beside it are not: a possessive keeps a
    small s there (the US's)."""
    if not words[index].text.isupper():
        return False
    beside = (words[at].text for at in (index - 1, index + 1) if 0 <= at < len(words))
    return any(text.isalpha() and not text.isupper() for text in beside)


def _is_determiner(words: Sequence[ContextWord], index: int) -> bool:
    """Whether its can only be a determiner: its own, or its lowest level, its first loss; “it's best” and “it's easiest
    to” are left open."""
    following = words[index + 1 : index + 3]
    if not following or any(BREAK.search(word.before) for word in following):
        return False
    first, second = following[0].text.lower(), following[-1].text.lower()
    if first == "own" or len(following) == 1:
        return first == "own"
    adjectives = list_lemmas(first).get("ADJ", ())
    superlative = first.endswith("est") and first != "best" and bool(adjectives) and first not in adjectives
    goes_on = second.endswith("ing") or not {"NOUN", "ADJ"}.isdisjoint(list_lemmas(second))
    return (superlative or first in _ORDINALS) and goes_on


def _is_ruled_out(kind: Kind, words: Sequence[ContextWord], index: int) -> bool:
    if kind == "contraction":
        return False
    return _is_acronym(words, index) if kind == "possessive" else _is_determiner(words, index)


@cache
def _tell_kind_of(text: str) -> Kind | None:
    """What a word may be that stands free."""
    lower = text.lower()
    if not text.isalpha():
        return None
    if lower == "its":
        return "its"
    if restore_contraction(text) is not None:
        return None if text.isupper() and len(text) < 4 else "contraction"
    if len(lower) < 3 or not lower.endswith("s") or lower in _NEVER or (lower.endswith("ss") and is_spelt_right(lower)):
        return None
    return "possessive" if _may_be_possessive(text) else None


def _may_be_possessive(text: str) -> bool:
    lower, stem = text.lower(), text.lower()[:-1]
    if measure_frequency(lower) - measure_frequency(stem + "'s") < 2.5:
        return True
    return "NOUN" in list_lemmas(lower) and stem in list_lemmas(lower)["NOUN"]


def _describe(context: Context, words: Sequence[ContextWord], index: int, kind: Kind) -> dict[str, float]:
    features = dict(_describe_word(words[index].text, kind))
    _describe_neighbours(words, index, features)
    _describe_clause(words, index, features)
    if kind == "possessive":
        _describe_document(context, words, index, features)
        describe_phrase(words, index, features)
        describe_contexts(words, index, features)
        describe_name(context, words, index, features)
    else:
        _cross(words[index].text.lower(), features)
        if kind == "its":
            describe_its_contexts(words, index, features)
    return features


@lru_cache(maxsize=WORDS_DESCRIBED)
def _describe_word(text: str, kind: Kind) -> Mapping[str, float]:
    """The features that depend on the word alone."""
    return _describe_possessive(text) if kind == "possessive" else _describe_contraction(text)


def _describe_contraction(text: str) -> dict[str, float]:
    lower = text.lower()
    features = {"form " + (lower if lower in AMBIGUOUS else "no word"): 1.0, "capital": float(text[0].isupper())}
    if lower in AMBIGUOUS:
        features["contraction less word"] = measure_frequency(write_contraction(lower)) - measure_frequency(lower)
    return features


def _describe_possessive(text: str) -> dict[str, float]:
    lower, stem = text.lower(), text.lower()[:-1]
    own, bare, possessive = measure_frequency(lower), measure_frequency(stem), measure_frequency(stem + "'s")
    shape = "all capitals" if len(stem) > 1 and text[:-1].isupper() else "capital" if text[0].isupper() else "small"
    spelt, stem_spelt = is_spelt_right(text), is_spelt_right(text[:-1])
    lemmas = list_lemmas(lower)
    plural, verb = stem in lemmas.get("NOUN", ()), stem in lemmas.get("VERB", ())
    features: dict[str, float] = {
        "frequency": own,
        "stem frequency": bare,
        "possessive frequency": possessive,
        "possessive less word": possessive - own,
        "stem less word": bare - own,
        "possessive less stem": possessive - bare,
        "possessive unseen": float(possessive == 0),
        "word unseen": float(own == 0),
        "stem unseen": float(bare == 0),
        shape: 1,
        f"spelt {spelt:d} stem {stem_spelt:d}": 1,
        f"{shape} spelt {spelt:d} stem {stem_spelt:d}": 1,
        f"plural {plural:d} verb {verb:d}": 1,
        "plural of another stem": float("NOUN" in lemmas and not plural),
    }
    features.update(dict.fromkeys((f"stem {name}" for name in classify_word(text[:-1])), 1))
    features.update(describe_use("stem", stem))
    return features


def _describe_neighbours(words: Sequence[ContextWord], index: int, features: dict[str, float]) -> None:
    for offset in range(-_LEFT, _RIGHT + 1):
        if offset:
            features.update(_name_neighbour(offset, _classify_neighbour(words, index, offset)))
    for offset in (-1, 1, 2):
        if 0 <= index + offset < len(words):
            lower = words[index + offset].text.lower()
            features[f"{offset:+d} frequency"] = measure_frequency(lower)
            features.update(describe_use(f"{offset:+d}", lower))


@cache
def _name_neighbour(offset: int, classes: tuple[str, ...]) -> Mapping[str, float]:
    """The features of a word of those classes so far from the candidate."""
    return {f"{offset:+d} {name}": 1 for name in classes}


def _classify_neighbour(words: Sequence[ContextWord], index: int, offset: int) -> tuple[str, ...]:
    step = 1 if offset > 0 else -1
    mark = ""
    for at in range(index + step, index + offset + step, step):
        gap = words[max(at, at - step)].before if 0 <= at < len(words) else "\n"
        if gap != " " and BREAK.search(gap):
            return ("break",) if at == index + offset else ("beyond",)
        mark = tell_mark(gap)
    return (mark, *classify_word(words[index + offset].text)) if mark else classify_word(words[index + offset].text)


def _describe_clause(words: Sequence[ContextWord], index: int, features: dict[str, float]) -> None:
    for name, step in (("left", -1), ("right", 1)):
        distance, at = 0, index
        while distance < 10:
            gap = words[max(at, at + step)].before if 0 <= at + step < len(words) else "\n"
            at, distance = at + step, distance + 1
            if (gap != " " and BREAK.search(gap)) or not 0 <= at < len(words):
                features[f"no verb to the {name}"] = 1
                break
            if is_finite_verb(words[at].text):
                features[f"verb {min(distance, 5)} to the {name}"] = 1
                singular = "is" in classify_word(words[at].text)
                plural = "are" in classify_word(words[at].text)
                features[f"{'singular' if singular else 'plural' if plural else 'other'} verb to the {name}"] = 1
                break


def _describe_document(context: Context, words: Sequence[ContextWord], index: int, features: dict[str, float]) -> None:
    lower = words[index].text.lower()
    stem = lower[:-1]
    features["stem elsewhere"] = min(context.counts[stem], 3)
    features["stem elsewhere, capital"] = min(context.capitals[stem], 3)
    features["word elsewhere"] = min(context.counts[lower] - 1, 3)
    features["stem and not word elsewhere"] = float(context.counts[stem] > 0 and context.counts[lower] == 1)
    if index:
        features["word before and stem elsewhere"] = float(context.pairs[words[index - 1].text.lower(), stem] > 0)
    features["with apostrophe elsewhere"] = float(any(f"{stem}{mark}s" in context.counts for mark in context.marks))


def _cross(lower: str, features: dict[str, float]) -> None:
    """The neighbours' features again for each form that is a word too, and for all that hold the same short verb."""
    if lower in AMBIGUOUS:
        verb = write_contraction(lower).partition("'")[2]
        for name in [name for name in features if name[:2] in ("-1", "-2", "+1", "+2") and " -" not in name[1:]]:
            features[f"{lower}: {name}"] = features[f"'{verb}: {name}"] = features[name]
