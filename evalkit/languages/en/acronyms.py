"""English acronyms, and the full form that stands beside one: “Food and Agriculture Organization (FAO)”, “FAO (Food and
…)”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.languages.en.lexicon import measure_frequency
from evalkit.languages.en.phrases import fold_word
from evalkit.languages.wording import Acronym

_ACRONYM = r"[A-Z][A-Z&]{0,5}[A-Z]s?"
_ALONE = re.compile(rf"(?<![\w&.’'@/#-])(?P<acronym>{_ACRONYM})(?![\w&@/-]|\.\w)")
_BEHIND = re.compile(rf"\((?:the |hereinafter |“|\")?(?P<acronym>{_ACRONYM})[”\"]?[),;]")
_BEFORE = re.compile(rf"(?<![\w-])(?P<acronym>{_ACRONYM}) \((?P<full>[^()]{{6,90}})\)")
_WORDS = re.compile(r"[^\W\d_][\w]*(?:['’][a-z]+)?")
_SMALL = frozenset(["of", "the", "for", "and", "in", "on", "to", "a", "an", "at", "de", "la", "et", "&", "by", "with"])
_MOST_SMALL = 4


def find_acronyms(text: str) -> Sequence[Acronym]:
    """All acronyms of a text, those with a full form beside them once with it. A text in capitals has none."""
    if text.isupper():
        return []
    expanded = [*_find_behind(text), *_find_before(text)] if "(" in text else []
    taken = {one.start for one in expanded}
    alone = [
        Acronym(text=match[0], start=match.start(), end=match.end(), frequency=measure_frequency(match[0]))
        for match in _ALONE.finditer(text)
        if match.start() not in taken
    ]
    return sorted([*expanded, *alone], key=lambda one: one.start)


def _find_behind(text: str) -> Iterator[Acronym]:
    """Acronyms in brackets behind their full form: its first word is the last one before which the initials are
    complete."""
    for match in _BEHIND.finditer(text):
        words = list(_WORDS.finditer(text, 0, match.start()))
        letters = _letters_of(match["acronym"])
        for count in range(len(letters), min(len(words), len(letters) + _MOST_SMALL) + 1):
            chosen = words[-count:]
            if text[chosen[-1].end() : match.start()].strip():
                break
            if _answer(letters, [word[0] for word in chosen]) and not re.search(
                r"[.,;:!?()]", text[chosen[0].start() : chosen[-1].end()]
            ):
                yield _make(text, match, (chosen[0].start(), chosen[-1].end()))
                break


def _find_before(text: str) -> Iterator[Acronym]:
    for match in _BEFORE.finditer(text):
        if _answer(_letters_of(match["acronym"]), _WORDS.findall(match["full"])):
            yield _make(text, match, match.span("full"))


def _letters_of(acronym: str) -> str:
    return re.sub(r"[^A-Z]", "", acronym).lower()


def _answer(letters: str, words: Sequence[str]) -> bool:
    """Whether the words' initials are the letters; small words may have none, and the first word must have one."""
    if not words or words[0][0].lower() != letters[0]:
        return False
    large = "".join(word[0].lower() for word in words if word.lower() not in _SMALL)
    return letters in (large, "".join(word[0].lower() for word in words))


def _make(text: str, match: re.Match[str], full: tuple[int, int]) -> Acronym:
    words = tuple(fold_word(word) for word in _WORDS.findall(text[slice(*full)]) if word.lower() not in _SMALL)
    start, end = match.span("acronym")
    return Acronym(
        text=text[start:end],
        start=start,
        end=end,
        full_form=full,
        words=words,
        frequency=measure_frequency(text[start:end]),
    )
