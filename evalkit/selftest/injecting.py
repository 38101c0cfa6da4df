"""Injecting: faults are put into documents, and what the checks find of them is counted.

What was found before is no part of the count. A finding that repeats in several
places counts once for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random

from evalkit.alignment.pairing import pair_document
from evalkit.auditing.checking import Check, check_segments, load_check
from evalkit.data import Document, Finding, Passage, Place, Segment
from evalkit.injectors import Chance
from evalkit.review.editing import Edit, Line, Lines, carry_edit, carry_place, edit_document, group_edits
from evalkit.selftest.damaging import Injector, choose_damage, load_injector

Span = tuple[Line, float, float]
"""A line of the damaged text, and the offsets that a finding must touch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A fault that was not found: where it was put, what stood there, and what was put in its place."""

    document: str
    path: str
    line: int
    column: int
    text: str
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectionOutcome:
    """What one check found of one kind of fault.

    ``injected`` faults, ``found`` of them, ``restored`` of them by a suggestion that gives the sound text again;
    ``true`` and ``false`` places that were reported and not reported before. ``proposes`` says whether any suggestion
    was made.
    """

    fault: str
    check: str
    injected: int
    found: int
    restored: int
    true: int
    false: int
    proposes: bool
    missed: tuple[Missed, ...] = field(default=())

    @property
    def precision(self) -> float | None:
        """The share of reported places that are faults; ``None`` where nothing was reported."""
        return self.true / (self.true + self.false) if self.true + self.false else None

    @property
    def recall(self) -> float | None:
        """The share of faults that were found; ``None`` where none could be put in."""
        return self.found / self.injected if self.injected else None

    @property
    def right_fix(self) -> float | None:
        """The share of faults whose suggestion restores the text; ``None`` for a check that proposes nothing."""
        return self.restored / self.injected if self.injected and self.proposes else None


@dataclass(slots=True)
class _Target:
    """A fault in the damaged text, and what came of it.

    It is expected on the ``spans``; without any it is one of the whole file.
    """

    edit: Edit
    original: str
    document: str
    spans: tuple[Span, ...]
    is_found: bool = False
    is_restored: bool = False


def measure_injector(
    injector: Injector, documents: Sequence[Document], *, seed: int, rounds: int = 1, least_confidence: float = 0.0
) -> InjectionOutcome:
    """What the injector's check finds, with at least that confidence; the same seed puts in the same faults."""
    check = load_check(injector.check)
    checks = (check, *(load_check(name) for name in (*check.yields_to, *check.explains)))
    targets: list[_Target] = []
    true = false = proposals = 0
    for document in documents:
        segments = pair_document(document)
        before = check_segments(segments, checks)
        for number in range(rounds):
            random = Random(f"{seed} {number} {injector.name} {document.name}")
            put_in, lines = _inject(injector, document, segments, random)
            if put_in:
                right, wrong, proposed = _count(document, checks, before, put_in, lines, least_confidence)
                true, false, proposals = true + right, false + wrong, proposals + proposed
                targets += put_in
    return InjectionOutcome(
        fault=injector.name,
        check=check.name,
        injected=len(targets),
        found=sum(target.is_found for target in targets),
        restored=sum(target.is_restored for target in targets),
        true=true,
        false=false,
        proposes=proposals > 0,
        missed=tuple(_describe_missed(target) for target in targets if not target.is_found),
    )


def _inject(
    injector: Injector, document: Document, segments: Sequence[Segment], random: Random
) -> tuple[list[_Target], Lines]:
    """The faults of one round, each with the places where a finding is expected, and the edits that put them in."""
    chosen = choose_damage(injector, document, segments, random)
    edits = [_make_edit(one.passage, one.chance) for one in chosen]
    lines = group_edits(sorted(edits, key=_order))
    targets = [
        _Target(
            edit=edit,
            original=one.passage.text[one.chance.start : one.chance.end],
            document=document.name,
            spans=() if injector.whole else tuple(_expect(edit, one.chance, one.others, lines)),
        )
        for edit, one in zip(edits, chosen, strict=True)
    ]
    return targets[: 1 if injector.whole else None], lines


def _make_edit(passage: Passage, chance: Chance) -> Edit:
    first = passage.column - 1
    return Edit(
        passage.path,
        passage.line,
        first + chance.start,
        first + chance.end,
        chance.replacement,
        location=passage.location,
    )


def _order(edit: Edit) -> tuple[str, int, str, int]:
    return edit.path, edit.line, edit.location or "", edit.start


def _expect(edit: Edit, chance: Chance, others: Sequence[Passage], lines: Lines) -> Iterator[Span]:
    if chance.elsewhere:
        for passage in others:
            yield (passage.path, passage.line, passage.location), 0, inf
    elif chance.anywhere:
        yield edit.key, 0, inf
    else:
        yield edit.key, *carry_edit(edit, lines)


def _count(
    document: Document,
    checks: Sequence[Check],
    before: Sequence[Finding],
    targets: Sequence[_Target],
    lines: Lines,
    least: float,
) -> tuple[int, int, int]:
    """Right and wrong places of the first of the checks, and how many of the right ones propose something; targets that
    are found are marked."""
    known = {(one.check, *carry_place(place, lines)) for one in before for place in _places(one)}
    damaged = edit_document(document, lines)
    right = wrong = proposed = 0
    for finding in check_segments(pair_document(damaged), checks):
        if finding.confidence < least:
            continue
        for unit in _split(finding):
            hit = [target for target in targets if any(_touches(place, target) for place in unit)]
            for target in hit:
                target.is_found = True
                target.is_restored |= _restores(_places(finding), target, damaged, document, lines)
            if finding.check == checks[0].name:
                right += bool(hit)
                proposed += bool(hit) and unit[0].suggestion is not None
                wrong += not hit and (finding.check, *carry_place(unit[0], {})) not in known
    return right, wrong, proposed


def _places(finding: Finding) -> tuple[Place, ...]:
    return (finding.place, *finding.places)


def _split(finding: Finding) -> list[tuple[Place, ...]]:
    """The places that are reported apart: each of a fault that repeats on one side, all together of one that has two
    sides."""
    places = _places(finding)
    if len({place.side for place in places}) == 1:
        return [(place,) for place in places]
    return [places]


def _touches(place: Place, target: _Target) -> bool:
    if not target.spans:
        return not place.text and place.path == target.edit.path
    key = (place.path, place.line, place.location)
    return any(
        key == line and place.column - 1 <= end and start <= place.end_column - 1 for line, start, end in target.spans
    )


def _restores(places: Sequence[Place], target: _Target, damaged: Document, sound: Document, lines: Lines) -> bool:
    """Whether the suggestions of these places, on and around a fault, give the sound paragraph's words again."""
    key = target.edit.key
    near = [place for place in places if (place.path, place.line, place.location) == key and _touches(place, target)]
    if not near or any(place.suggestion is None for place in near):
        return False
    fault = carry_edit(target.edit, lines)
    start = min(fault[0], *(place.column - 1 for place in near))
    end = max(fault[1], *(place.end_column - 1 for place in near))
    back = [
        Edit(key[0], key[1], *carry_edit(edit, lines), _cut(sound, key, edit.start, edit.end), location=key[2])
        for edit in lines[key]
    ]
    repairs = [
        Edit(key[0], key[1], place.column - 1, place.end_column - 1, place.suggestion or "", location=key[2])
        for place in near
    ]
    text = _cut(damaged, key, start, end)
    return _apply(repairs, text, start) == _apply(back, text, start)


def _cut(document: Document, key: Line, start: int, end: int) -> str:
    """What stands at these offsets of a line."""
    for passage in (*document.source, *document.target):
        first, last = passage.find(key[1], start + 1), passage.find(key[1], end + 1)
        if (passage.path, passage.location) == (key[0], key[2]) and first is not None and last is not None:
            return passage.text[first:last]
    return ""


def _apply(edits: Sequence[Edit], text: str, first: int) -> str:
    """A stretch of a line, which begins at that offset, with the edits that lie in it."""
    for edit in sorted(edits, key=_order, reverse=True):
        if first <= edit.start and edit.end - first <= len(text):
            text = text[: edit.start - first] + edit.replacement + text[edit.end - first :]
    return text


def _describe_missed(target: _Target) -> Missed:
    edit = target.edit
    return Missed(
        document=target.document,
        path=edit.path,
        line=edit.line,
        column=edit.start + 1,
        text=target.original,
        replacement=edit.replacement,
    )


def explain_outcomes(outcomes: Sequence[InjectionOutcome]) -> Mapping[str, str]:
    """What each fault is, by its name."""
    return {outcome.fault: load_injector(outcome.fault).explanation for outcome in outcomes}
