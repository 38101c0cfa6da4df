"""English words that stand twice in a row by mistake.

Words of a closed class that no sound sentence sets twice are sure; of other words only those in lower case count, and
not those that people double to stress them. “that”, “had”, “is”, “do” and their like may follow themselves, “in” and
“on” may where a verb takes one of its own (log in in time).
"""

from __future__ import annotations

import re
from functools import cache

from evalkit.languages import Correction

_DOUBLED = re.compile(r"(?<![\w'’\-.])([A-Za-z]+)[ \u00a0]+\1(?![\w'’\-])", re.IGNORECASE)
_FUNCTION_WORDS = (
    "a about after against also an and any are as at be because been before between but by can could during each "
    "every for from has have he his i if into it its just may might must my not of only or our should some such than "
    "the their then these they this those through to under was we were what when where which while who with would "
    "your"
)
_STRESSED_WORDS = (
    "again all bang big blah bon bye cha come day days did do does eight ever far fifty five four go good great ha "
    "had hear help her hey hi hmm ho hush in is knock la little long look lots mama many more much na never nine no "
    "now oh on one out over papa please pom really run seven six so sorry stop super thank thanks that there three "
    "tick time times too tsk tut two up very wait way well wow year years yes zero"
)
_NEVER_DOUBLED, _MAY_BE_DOUBLED = frozenset(_FUNCTION_WORDS.split()), frozenset(_STRESSED_WORDS.split())
_SURE, _LIKELY = 0.95, 0.8
_LEAST_LETTERS = 4


def find_doubled_words(text: str) -> list[Correction]:
    """The places where one word stands twice and may not."""
    found = []
    for match in _DOUBLED.finditer(text):
        confidence = _judge(match[0].split(), match[1], thrice=_is_thrice(text, match))
        if confidence:
            found.append(Correction(start=match.start(), end=match.end(), suggestion=match[1], confidence=confidence))
    return found


def _judge(words: list[str], first: str, *, thrice: bool) -> float:
    word, last = first.lower(), words[-1]
    if thrice or word in _MAY_BE_DOUBLED or not (last.islower() or last == first == first.title()):
        return 0.0
    if word in _NEVER_DOUBLED:
        return 0.0 if first in ("I", "A") else _SURE  # “plan A a day later”
    return _LIKELY if first.islower() and len(word) >= _LEAST_LETTERS and _is_word(word) else 0.0


def _is_thrice(text: str, match: re.Match[str]) -> bool:
    """Whether the word follows once more: then it is meant (“far far far away”)."""
    word = match[1].lower()
    return text[match.end() :].lower().lstrip(" ,").startswith(word) or text[: match.start()].lower().rstrip(
        " ,"
    ).endswith(word)


@cache
def _is_word(word: str) -> bool:
    from wordfreq import zipf_frequency

    return bool(zipf_frequency(word, "en", wordlist="large") >= 3)
