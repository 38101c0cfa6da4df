"""English words that no dictionary has, with the frequent word one letter away that each is likely to stand for.

A word is suspicious if Hunspell's en_US does not have it, it is no British spelling, wordfreq has hardly seen it, and a
word that is thousands of times more frequent is one insertion, deletion, replacement or exchange of letters away. The
proposal is the most frequent of these; spylls itself would take 0.2 s for each.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from evalkit.languages import Correction
from evalkit.languages.en.lexicon import is_spelt_right, measure_frequency

# What stands inside a damaged word: the pieces on either side are no words of their own.
_LOST = "\ufffd\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_WORD = re.compile(rf"(?<![\w'’‘.@/#&_{_LOST}-])(?<!\w\?)[A-Za-z][a-z]{{3,}}(?![\w@/_&{_LOST}-]|['’‘?]\w|\.\w)")
_NAME_GOES_ON = re.compile(r"['’]?s? [A-Z]")
_FREQUENT_ENOUGH = 3.5
_LEAST_RATIO = 2.2
_UNSEEN = 1.0
_WORDS_KEPT = 65536
# mould, caesium, foetus, leant, spelt, plough: what the dictionary of the other variety lacks.
_BRITISH = tuple(
    (re.compile(british), american)
    for british, american in (
        ("ou(?!t)", "o"),
        ("ae", "e"),
        ("oe", "e"),
        ("nt$", "ned"),
        ("lt$", "lled"),
        ("re$", "er"),
    )
)
_SENTENCE_OPENS = re.compile(r"(?:^|[.!?:]['\"”’)]*\s+)['\"“‘(]*$")
_SURE, _LIKELY = 0.9, 0.7
_SURE_RATIO = 3.0


def find_misspellings(text: str) -> Sequence[Correction]:
    """The likely misspellings among the words in lower case; a capitalised word may be a name and counts only where a
    sentence opens."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        opens = word[0].isupper()
        if opens and (_NAME_GOES_ON.match(text, match.end()) or not _SENTENCE_OPENS.search(text, 0, match.start())):
            continue
        known = suggest(word.lower())
        if known:
            suggestion, ratio = known
            confidence = _SURE if ratio >= _SURE_RATIO and not opens else _LIKELY
            found.append(
                Correction(
                    start=match.start(),
                    end=match.end(),
                    suggestion=suggestion.capitalize() if opens else suggestion,
                    confidence=confidence,
                )
            )
    return found


@lru_cache(maxsize=_WORDS_KEPT)
def suggest(word: str) -> tuple[str, float] | None:
    """What a lower-case word is likely to stand for, and by how many powers of ten that is more frequent; ``None`` for
    a sound word."""
    frequency = measure_frequency(word)
    if frequency >= _FREQUENT_ENOUGH or is_spelt_right(word):
        return None
    seen = max(frequency, _UNSEEN)
    known = _load_frequencies()
    enough = 10 ** (seen + _LEAST_RATIO - 9)
    likely = sorted({(known[other], other) for other in _list_neighbours(word) if other in known}, reverse=True)
    best = next((other for value, other in likely if value >= enough and is_spelt_right(other)), None)
    if best is None or _is_made_of_known(word):
        return None
    return best, measure_frequency(best) - seen


@cache
def _load_frequencies() -> Mapping[str, float]:
    """wordfreq's own table; what is looked up there is not kept, for it is five hundred strings a word."""
    import wordfreq

    table: Mapping[str, float] = wordfreq.get_frequency_dict("en", "large")
    return table


def _is_made_of_known(word: str) -> bool:
    """Whether the word is a British spelling, a regular derivation or compound, or a possessive that lost its
    apostrophe."""
    from evalkit.languages.en.varieties import tell_variety

    if tell_variety(word) or is_spelt_right(word.capitalize()) or is_spelt_right(word.upper()):
        return True
    if any(pattern.search(word) and is_spelt_right(pattern.sub(american, word)) for pattern, american in _BRITISH):
        return True
    if any(_is_made_of_two(word[:at], word[at:]) for at in range(2, len(word) - 1)):
        return True
    return _is_derived(word) or (word.endswith("s") and is_spelt_right(word[:-1].capitalize()))


def _is_made_of_two(head: str, tail: str) -> bool:
    if is_spelt_right(f"{head}'{tail}"):
        return True
    return min(len(head), len(tail)) >= 3 and measure_frequency(head) >= 3.5 and measure_frequency(tail) >= 3.5


def _is_derived(word: str) -> bool:
    stems = [word.removesuffix(suffix) for suffix in _DERIVES if word.endswith(suffix)]
    stems += [word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)]
    return any(len(stem) >= 4 and is_spelt_right(stem) for stem in stems)


_DERIVES = (
    "s",
    "es",
    "ed",
    "ing",
    "er",
    "ers",
    "ly",
    "y",
    "ness",
    "less",
    "like",
    "able",
    "ish",
    "ism",
    "ist",
    "ists",
    "wise",
    "ization",
)
_PREFIXES = (
    "un",
    "re",
    "non",
    "anti",
    "pre",
    "post",
    "co",
    "over",
    "under",
    "sub",
    "super",
    "micro",
    "multi",
    "inter",
    "mis",
    "out",
    "bio",
    "eco",
)


def _list_neighbours(word: str) -> Iterator[str]:
    """Every string one insertion, deletion, replacement or exchange of letters away."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for head, tail in splits:
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in string.ascii_lowercase:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail
