"""What the lines of a test set have, for buckets: rare words of the reference, names of persons, terms that come back.

What the languages cannot tell is left out: a trait that no line has makes no bucket.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from evalkit.comparing.buckets import Trait
from evalkit.data import MetricOptions
from evalkit.data.test_sets import TestSet
from evalkit.languages import Language, get_language

RAREST_WORD = "rarest reference word"
_RARITIES = ((2.0, "under 0.1 per million"), (3.0, "0.1–1 per million"), (4.0, "1–10 per million"))
"""Bounds on the Zipf scale: the logarithm to base 10 of how often a word stands among a thousand million."""
_COMMON = "10 per million or more"
_COMES_BACK = 3
"""A term is one that stands in so many lines of the source."""


def describe_lines(test_set: TestSet, options: MetricOptions) -> list[Trait]:
    """The traits that can be told in these languages."""
    source = test_set.source.texts if test_set.source else []
    references = [text.texts for text in test_set.references.values()]
    rarities = _tell_rarities(references[0], options.target_language) if references else []
    names = _tell_names([(source, options.source_language), *((one, options.target_language) for one in references)])
    traits = [
        Trait(kind=RAREST_WORD, lines=tuple(rarities), order=(*(name for _, name in _RARITIES), _COMMON)),
        Trait(kind="names", lines=tuple(names)),
        Trait(kind="terms", lines=tuple(_tell_terms(source, options.source_language))),
    ]
    return [trait for trait in traits if trait.lines]


def _tell_rarities(texts: Sequence[str], language: str) -> list[str]:
    """How often the rarest word of each text is used in the language, by wordfreq; nothing for a language that it does
    not list."""
    from wordfreq import available_languages, zipf_frequency

    if language not in available_languages():
        return []
    measure = cache(lambda word: zipf_frequency(word, language))
    split = get_language(language).split_words
    named = []
    for text in texts:
        words = [word for start, end in split(text) if (word := text[start:end]).isalpha()]
        named.append(_name_rarity(min(map(measure, words))) if words else "")
    return named


def _name_rarity(zipf: float) -> str:
    return next((name for bound, name in _RARITIES if zipf < bound), _COMMON)


def _tell_names(sides: Sequence[tuple[Sequence[str], str]]) -> list[str]:
    """Whether the source or a reference names a person, as far as their languages can tell."""
    found: Counter[int] = Counter()
    lines = 0
    for texts, language in sides:
        find_names = get_language(language).find_names
        found.update(line for line, text in enumerate(texts) if find_names(text))
        lines = max(lines, len(texts))
    return ["with" if found[line] else "without" for line in range(lines)] if found else []


def _tell_terms(texts: Sequence[str], language: str) -> list[str]:
    """Whether the source has a term or a phrase written as a name that stands in three lines or more."""
    known = get_language(language)
    numbers: dict[str, int] = {}
    # Numbers in place of words: a large set has many more of these than different ones.
    terms = [{numbers.setdefault(term, len(numbers)) for term in _list_terms(known, text)} for text in texts]
    lines: Mapping[int, int] = Counter(term for own in terms for term in own)
    named = ["with" if any(lines[term] >= _COMES_BACK for term in own) else "without" for own in terms]
    return named if "with" in named else []


def _list_terms(known: Language, text: str) -> set[str]:
    return {term.key for term in known.find_terms(text)} | {
        " ".join(phrase.core) for phrase in known.find_phrases(text)
    }
