"""A name is capitalised in two ways in one text: “WeChat” and “Wechat”, “Belt and Road” and “belt and road”.

Two kinds are told apart. A word with a capital inside it is a name that has its own way of writing; another
capitalisation of it in the same text is wrong in one of the two places. A phrase of several words that stands in
capitals inside a sentence and elsewhere without is reported where no other name stands beside it, for “Prime Minister
Zhang” is a title and “the prime minister” is not.

Words are measured with ``training/measure_checks.py`` (docs/auditing.md). Phrases are found with a low confidence:
about half are a name and a common noun.

Known false alarms: a word that is a common noun in one place and a name in the other. Headings and lines in capitals
are left aside.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Passage, Place, Segment

CATEGORY = "Linguistic conventions/Spelling/Capitalization"
SEVERITY = "minor"
MESSAGES = {
    "word": "“{text}” is also written “{suggestion}” in this text. Capitalise it in one way.",
    "phrase": "“{text}” is written “{suggestion}” elsewhere in this text. Capitalise it in one way.",
}

_WORD = re.compile(r"(?<![\w'’.@/#&-])[^\W\d_]{4,}(?![\w@/-]|['’](?!s\b)|\.\w)")
_ANY_WORD = re.compile(r"\w+")
_INNER = re.compile(r"[^\W\d_]*[a-z][A-Z][^\W\d_]*")
_SURE, _UNSURE = 0.9, 0.5
_LEAST_WORDS = 2


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each name of a side, on the rarer capitalisation."""
    for text in texts_of(segments):
        yield from _check_words(text)
        yield from _check_phrases(text)


def _check_words(text: Text) -> Iterator[Fault]:
    for places in _find_names(text).values():
        forms = Counter(place.text for place in places)
        usual = max(forms, key=lambda form: (forms[form], _has_inner_capital(form)), default="")
        others = [place for place in places if place.text != usual]
        if others:
            yield _make_fault(others, usual, "word", _SURE)


def _list_names(lines: Sequence[Passage]) -> list[str]:
    """The words that somewhere have a capital inside, in lower case."""
    inner = [match[0] for one in lines if _has_inner_capital(one.text) for match in _INNER.finditer(one.text)]
    return sorted({word.casefold() for word in inner if _WORD.fullmatch(word)})


def _find_names(text: Text) -> dict[str, list[Place]]:
    """Where each such word stands that is in no dictionary."""
    lines = [passage for passage in text.passages if not passage.text.isupper()]
    found: dict[str, list[Place]] = {name: [] for name in _list_names(lines) if not text.language.is_word(name)}
    for passage in lines:
        folded = passage.text.casefold()
        words = _WORD.finditer(passage.text) if any(name in folded for name in found) else ()
        for match in words:
            if match[0].casefold() in found and not match[0].isupper():
                found[match[0].casefold()].append(passage.place(*match.span(), side=text.side))
    return found


def _has_inner_capital(word: str) -> bool:
    return re.search("[a-z][A-Z]", word) is not None


def _check_phrases(text: Text) -> Iterator[Fault]:
    stated: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in text.passages:
        for phrase in text.language.find_phrases(passage.text):
            form = passage.text[phrase.start : phrase.end]
            if len(phrase.words) >= _LEAST_WORDS and not phrase.is_acronym and form != form.lower():
                stated[form].append(passage)
    for form, places in _find_lower(text, list(stated)):
        count = sum(text.language.tell_heading_case(passage.text) != "title" for passage in stated[form])
        if count >= len(places):
            yield _make_fault(places, form, "phrase", _UNSURE)


def _find_lower(text: Text, forms: Sequence[str]) -> Iterator[tuple[str, list[Place]]]:
    """Those of the phrases that the text has without capitals too, and where."""
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for form in forms:
        by_word[_ANY_WORD.findall(form.lower())[0]].append(form)
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for passage in text.passages if forms else ():
        for word in by_word.keys() & _ANY_WORD.findall(passage.text):
            for form in by_word[word]:
                if form.lower() in passage.text:
                    pattern = rf"(?<![\w-]){re.escape(form.lower())}(?![\w-])"
                    places = [match.span() for match in re.finditer(pattern, passage.text)]
                    found[form] += [passage.place(*span, side=text.side) for span in places]
    return ((form, found[form]) for form in forms if found[form])


def _make_fault(places: Sequence[Place], usual: str, kind: str, confidence: float) -> Fault:
    return Fault(
        places=tuple(replace(place, suggestion=usual) for place in places),
        message=kind,
        confidence=confidence,
        about=f"{kind} {usual.casefold()}",
    )


FLAGGED = (
    Example(
        target="He wrote on WeChat.\nShe answered on Wechat, and he on WeChat.", text="Wechat", suggestion="WeChat"
    ),
    Example(
        target="He knows the Maritime Silk Road well.\nThe maritime silk road is long.",
        text="maritime silk road",
        suggestion="Maritime Silk Road",
    ),
)
CLEAN = (
    Example(target="He wrote on WeChat, and WeChat's editors answered."),
    Example(target="They met Prime Minister Zhang.\nThe prime minister smiled."),
    Example(target="He wrote on WeChat.\nShe answered on WeChat."),
    Example(target="An apple a day.\nHe works for Apple."),
)
