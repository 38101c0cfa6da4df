"""Anchoring: which facts two aligned texts share, which they contradict, and keys by which texts that belong together
are told.

Facts are numbers and dates (as the languages find them), persons' names and Latin words. Either text may be the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from evalkit.data import Anchor, Name, Segment, Value
from evalkit.facts.matching import ValuedText, match_values, states
from evalkit.facts.spellings import Spelling, find_exact, find_nearly, fold_latin
from evalkit.languages import Language, get_language

_URL = r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9.-]+@[A-Za-z0-9.-]+\.[a-z]{2,}|[A-Za-z0-9-]+\.(?:com|cn|org|net|gov|edu)(?:/[!-~]*)?"
_WORD = r"[A-Za-z][A-Za-z0-9]*(?:[&.\-/'’][A-Za-z0-9]+)*"
_LATIN = re.compile(rf"(?<![A-Za-z0-9])(?:{_URL}|{_WORD})")
_SHORTEST_LATIN = 2


def find_anchors(
    source_text: str, target_text: str, *, source_language: str, target_language: str
) -> tuple[Anchor, ...]:
    """What was compared between two aligned texts, in the order of the source; offsets are code points of the two texts
    given.

    Numbers and dates of the source are compared with those of the target; names and Latin words of whichever side is in
    another script are looked for on the other. ``differs`` says what it contradicts, how sure that is, and what the
    target would have to say.
    """
    values = compare_values(source_text, target_text, source_language=source_language, target_language=target_language)
    source, target = get_language(source_language), get_language(target_language)
    found = [*values, *_compare_words(source_text, target_text, source, target)]
    found += [_turn(anchor) for anchor in _compare_words(target_text, source_text, target, source)]
    return tuple(sorted(found, key=_place_anchor))


def _place_anchor(anchor: Anchor) -> tuple[tuple[int, int], str]:
    return anchor.source_span or anchor.target_span or (0, 0), anchor.kind


def anchors_of(segment: Segment) -> tuple[Anchor, ...]:
    """The anchors that a segment carries; one that has both sides and carries none is compared here."""
    if segment.anchors or not (segment.source and segment.hypothesis):
        return segment.anchors
    return find_anchors(
        segment.source_text,
        segment.hypothesis_text,
        source_language=segment.language("source"),
        target_language=segment.language("target"),
    )


def names_of(segment: Segment) -> tuple[Anchor, ...]:
    """The names among a segment's anchors; of one that has both sides and carries none, only names are compared."""
    if segment.anchors or not (segment.source and segment.hypothesis):
        return tuple(anchor for anchor in segment.anchors if anchor.kind == "name")
    texts = segment.source_text, segment.hypothesis_text
    source, target = (get_language(segment.language(side)) for side in ("source", "target"))
    if _has_other_script(target) == _has_other_script(source):
        return ()
    if _has_other_script(source):
        found = _compare_names(*texts, source)
    else:
        found = [_turn(anchor) for anchor in _compare_names(*texts[::-1], target)]
    return tuple(sorted(found, key=_place_anchor))


def compare_values(source_text: str, target_text: str, *, source_language: str, target_language: str) -> list[Anchor]:
    """The numbers and dates of the source text, and what the target text makes of them."""
    source_values, target_values = read_values(source_text, source_language), read_values(target_text, target_language)
    matches = match_values(
        ValuedText(values=source_values, length=len(source_text)),
        ValuedText(values=target_values, length=len(target_text)),
    )
    anchors = [
        Anchor(
            kind=match.source.kind,
            source=match.source.text,
            target=match.target.text,
            verdict="verified" if match.agrees else "differs",
            source_span=(match.source.start, match.source.end),
            target_span=(match.target.start, match.target.end),
            expected=None
            if match.agrees
            else get_language(target_language).write_value(match.source.value, match.target.text),
            confidence=match.confidence,
        )
        for match in matches
    ]
    matched = {(match.source.start, match.source.value) for match in matches}
    unmatched = [value for value in source_values if (value.start, value.value) not in matched]
    return [*anchors, *(_judge_unmatched(value, target_values) for value in unmatched)]


@lru_cache(maxsize=2048)
def read_values(text: str, language: str) -> Sequence[Value]:
    """The numbers and dates that a text states; the last texts asked for are remembered, for several stages ask."""
    return tuple(get_language(language).find_values(text))


def collect_shared_keys(
    source: Sequence[str], target: Sequence[str], *, source_language: str, target_language: str
) -> tuple[list[Counter[Hashable]], list[Counter[Hashable]]]:
    """Keys that texts in any languages share where they state the same facts, for each text of two sides, with how
    often each stands there.

    ``("number", n)`` for numbers, years and days; ``("month", m)``, ``("day", m, d)``, ``("share", f)`` and other
    values as they are; ``("latin", letters)`` for Latin words and for spellings that words may have, in lower case and
    joined, of these only what both sides have. Keys are evidence, no proof: weigh them by rarity.

    Nearly all spellings that words may have are of no use: those of one side are picked by what the other has.
    """
    if get_language(source_language).match_spellings and not get_language(target_language).match_spellings:
        others, own = collect_shared_keys(
            target, source, source_language=target_language, target_language=source_language
        )
        return own, others
    spelled = [_list_spellings(text, get_language(source_language)) for text in source]
    there: frozenset[str] = frozenset().union(*spelled)
    matched = [_match_spellings(text, get_language(target_language), there) for text in target]
    shared: frozenset[str] = frozenset().union(*matched)
    return (
        [_make_keys(text, source_language, words & shared) for text, words in zip(source, spelled, strict=True)],
        [_make_keys(text, target_language, words) for text, words in zip(target, matched, strict=True)],
    )


def _list_spellings(text: str, language: Language) -> set[str]:
    """The Latin words of a text in another script, and the spellings that words of any text may have."""
    return _list_latin(text, language).union(language.spell_words(text))


def _match_spellings(text: str, language: Language, spellings: frozenset[str]) -> set[str]:
    """Those of the spellings that :func:`_list_spellings` gives."""
    match = language.match_spellings
    found = match(text, spellings) if match else language.spell_words(text)
    return _list_latin(text, language).union(found) & spellings


def _list_latin(text: str, language: Language) -> set[str]:
    return {_join_letters(match[0]) for match in _find_latin(text, language)} if _has_other_script(language) else set()


def _make_keys(text: str, language: str, words: Iterable[str]) -> Counter[Hashable]:
    keys: Counter[Hashable] = Counter({("latin", word): 1 for word in words if len(word) >= _SHORTEST_LATIN})
    for value in read_values(text, language):
        keys.update(_list_value_keys(value))
    return keys


def _list_value_keys(value: Value) -> Iterator[Hashable]:
    if value.value[0] != "date":
        yield value.value
        return
    _, year, month, day = value.value
    if year is not None:
        yield ("number", year)
    if month is not None:
        yield ("month", month)
    if day is not None:
        yield ("day", month, day) if month is not None else ("number", day)


def _judge_unmatched(value: Value, others: Sequence[Value]) -> Anchor:
    """A value that has no partner of its own: stated once where this text states it twice, or not found."""
    return Anchor(
        kind=value.kind,
        source=value.text,
        target=None,
        verdict="verified" if states(value, others) else "not-found",
        source_span=(value.start, value.end),
    )


def _compare_words(text: str, other: str, language: Language, other_language: Language) -> list[Anchor]:
    """Names and Latin words of a text that is not in Latin script, looked for in one that is."""
    if not _has_other_script(language) or _has_other_script(other_language):
        return []
    return [*_compare_names(text, other, language), *_compare_latin(text, other, language)]


def _compare_names(text: str, other: str, language: Language) -> list[Anchor]:
    names = language.find_names(text)
    exact = [find_exact(name, other) for name in names]
    anchors = [_anchor_name(name, found, "verified") for name, found in zip(names, exact, strict=True) if found]
    missing = [name for name, found in zip(names, exact, strict=True) if not found]
    if missing:
        taken = [(found.start, found.end) for found in exact if found]
        known: frozenset[str] | None = None
        for name in missing:
            nearly = find_nearly(name, other, taken=taken, known=())
            if nearly:
                # The readings of all other words are many, and seldom asked for.
                known = frozenset(language.spell_words(text)) if known is None else known
                nearly = find_nearly(name, other, taken=taken, known=known)
            anchors.append(_anchor_name(name, nearly, "differs" if nearly else "not-found"))
    return [
        replace(anchor, target=other[slice(*anchor.target_span)]) if anchor.target_span else anchor
        for anchor in anchors
    ]


def _anchor_name(name: Name, found: Spelling | None, verdict: str) -> Anchor:
    return Anchor(
        kind="name",
        source=name.text,
        target=None,
        verdict=verdict,  # type: ignore[arg-type]
        source_span=(name.start, name.end),
        target_span=(found.start, found.end) if found else None,
        expected=found.expected if found and verdict == "differs" else None,
        confidence=found.confidence if found else name.confidence,
    )


def _compare_latin(text: str, other: str, language: Language) -> list[Anchor]:
    folded = fold_latin(other)
    anchors = []
    for match in _find_latin(text, language):
        found = re.search(rf"(?<![a-z0-9]){re.escape(fold_latin(match[0]))}(?=(?:['’]?s)?(?![a-z0-9]))", folded)
        anchors.append(
            Anchor(
                kind="latin",
                source=match[0],
                target=other[found.start() : found.end()] if found else None,
                verdict="verified" if found else "not-found",
                source_span=match.span(),
                target_span=found.span() if found else None,
            )
        )
    return anchors


def _find_latin(text: str, language: Language) -> Iterator[re.Match[str]]:
    """The Latin words of a text in another script; readings left behind its characters are none."""
    readings = [(reading.start, reading.end) for reading in language.find_inline_readings(text)]
    for match in _LATIN.finditer(text):
        inside = any(start <= match.start() < end for start, end in readings)
        if len(match[0]) >= _SHORTEST_LATIN and not inside:
            yield match


def _turn(anchor: Anchor) -> Anchor:
    """The anchor with its sides exchanged; what the other side would have to say is then no proposal for the target."""
    return replace(
        anchor,
        source=anchor.target,
        target=anchor.source,
        source_span=anchor.target_span,
        target_span=anchor.source_span,
        expected=None,
    )


def _has_other_script(language: Language) -> bool:
    """Whether the language's own letters are not Latin."""
    return language.letters.match("a") is None


def _join_letters(word: str) -> str:
    return re.sub(r"[\W_]", "", fold_latin(word))
