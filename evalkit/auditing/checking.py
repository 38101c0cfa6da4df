"""Checking: segments in, findings out.

Every check sees all segments of one document; a finding that yields to another on the same words is dropped; findings
that one cause explains carry its fingerprint as their group.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from evalkit.data import Example, Fault, Finding, Passage, Place, Segment, Severity
from evalkit.plugins import list_names, load_plugin

CheckDocument = Callable[[Sequence[Segment]], Iterable[Fault]]
CheckCollection = Callable[[Mapping[str, Sequence[Segment]]], Iterable[Fault]]
Explain = Callable[[Sequence[Segment], Sequence[Finding]], Iterable[Fault]]

_CONTEXT = 20
_COUNT = " ({count} places)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check as its file declares it (see :mod:`evalkit.checks`)."""

    name: str
    explanation: str
    category: str
    severity: Severity
    messages: Mapping[str, str]
    flagged: tuple[Example, ...]
    clean: tuple[Example, ...]
    yields_to: tuple[str, ...]
    enabled: bool
    check_document: CheckDocument | None
    check_collection: CheckCollection | None
    explain: Explain | None
    explains: tuple[str, ...] = ()


@cache
def load_check(name: str) -> Check:
    """The check of that name; UnknownNameError if there is none."""
    module = load_plugin("checks", name)
    return Check(
        name=name,
        explanation=(module.__doc__ or "").strip(),
        category=module.CATEGORY,
        severity=module.SEVERITY,
        messages=module.MESSAGES,
        flagged=tuple(module.FLAGGED),
        clean=tuple(module.CLEAN),
        yields_to=tuple(getattr(module, "YIELDS_TO", ())),
        enabled=getattr(module, "ENABLED", True),
        check_document=getattr(module, "check_document", None),
        check_collection=getattr(module, "check_collection", None),
        explain=getattr(module, "explain", None),
        explains=tuple(getattr(module, "EXPLAINS", ())),
    )


def choose_checks(only: Sequence[str] = (), without: Sequence[str] = ()) -> tuple[Check, ...]:
    """The checks to run: those named, else all that are switched on, less those named in ``without``."""
    unwanted = {load_check(name).name for name in without}
    names = list(dict.fromkeys(only)) or [name for name in list_names("checks") if load_check(name).enabled]
    return tuple(load_check(name) for name in names if name not in unwanted)


def check_segments(segments: Iterable[Segment], checks: Sequence[Check]) -> tuple[Finding, ...]:
    """The findings of all checks on the segments of any number of documents and systems.

    The order is that of the documents, then of the places. Findings of one document and one system never depend on
    another's, but for checks of collections.
    """
    grouped: dict[tuple[str, str | None], list[Segment]] = defaultdict(list)
    for segment in segments:
        grouped[_identify_group(segment)].append(segment)
    return check_groups(grouped.values(), checks)


def check_groups(groups: Iterable[Sequence[Segment]], checks: Sequence[Check]) -> tuple[Finding, ...]:
    """The same, given all segments of one document and one system at a time: each group is checked before the next is
    asked for."""
    grouped: dict[tuple[str, str | None], Sequence[Segment]] = {}
    found: list[Finding] = []
    for group in groups:
        if group:
            grouped[_identify_group(group[0])] = group
            found += _check_group(group, checks)
    collected = _check_collections(grouped, checks)
    found = _drop_yielding([*found, *collected], checks) if collected else found
    return _order(found, list(grouped))


def _identify_group(segment: Segment) -> tuple[str, str | None]:
    return segment.document.name, segment.system


def _check_group(segments: Sequence[Segment], checks: Sequence[Check]) -> list[Finding]:
    faults = [
        (check, fault)
        for check in checks
        if check.check_document is not None
        for fault in check.check_document(segments)
    ]
    findings = _drop_yielding(_complete(faults, segments), checks)
    for check in checks:
        if check.explain is not None:
            findings = _explain_group(check, segments, findings)
    return findings


def _check_collections(
    grouped: Mapping[tuple[str, str | None], Sequence[Segment]], checks: Sequence[Check]
) -> list[Finding]:
    own = {document: group for (document, system), group in grouped.items() if system is None}
    by_path = {path: group for group in own.values() for path in group[0].document.paths}
    findings: list[Finding] = []
    for check in checks:
        if check.check_collection is not None:
            seen: Counter[tuple[str, ...]] = Counter()
            for fault in check.check_collection(own):
                findings += _complete([(check, fault)], by_path[fault.places[0].path], seen=seen)
    return findings


def _explain_group(check: Check, segments: Sequence[Segment], findings: list[Finding]) -> list[Finding]:
    assert check.explain is not None
    for fault in check.explain(segments, tuple(findings)):
        cause = _complete([(check, fault)], segments)[0]
        explained = {finding.fingerprint for finding in fault.explains}
        findings = [
            replace(finding, group=cause.fingerprint) if finding.fingerprint in explained else finding
            for finding in findings
        ]
        findings.append(cause)
    return findings


def complete_faults(faults: Iterable[tuple[Check, Fault]], segments: Sequence[Segment]) -> tuple[Finding, ...]:
    """The findings that faults of one document and one system are, for who finds faults in another way than by
    checks."""
    return tuple(_complete(faults, segments))


def _complete(
    faults: Iterable[tuple[Check, Fault]],
    segments: Sequence[Segment],
    *,
    seen: Counter[tuple[str, ...]] | None = None,
) -> list[Finding]:
    """The findings that faults are; ``seen`` counts the identities there were before, where the faults are not all of a
    run."""
    ordered = sorted(faults, key=lambda pair: (pair[0].name, _position(pair[1].places[0])))
    passages = _index_passages(segments, {(fault.places[0].path, fault.places[0].line) for _, fault in ordered})
    document, system = segments[0].document.name, segments[0].system
    seen = Counter() if seen is None else seen
    findings = []
    for check, fault in ordered:
        place = fault.places[0]
        identity = _identify(check, fault, segments[0], passages)
        seen[identity] += 1
        parameters = {"text": place.text, "suggestion": place.suggestion or "", **fault.parameters}
        findings.append(
            Finding(
                document=document,
                system=system,
                check=check.name,
                place=place,
                places=fault.places[1:],
                message_id=fault.message,
                parameters=parameters,
                message=_write_message(check.messages[fault.message], parameters),
                severity=fault.severity or check.severity,
                confidence=fault.confidence,
                category=fault.category or check.category,
                safe=fault.safe,
                group=None,
                fingerprint=_fingerprint(*identity, str(seen[identity])),
            )
        )
    return findings


def _identify(
    check: Check, fault: Fault, segment: Segment, passages: Mapping[tuple[str, int], Sequence[Passage]]
) -> tuple[str, ...]:
    """What a finding is known by in another run: its text and what stands around it, or what it collects places of.

    What is collected over all documents belongs to none of them.
    """
    place = fault.places[0]
    if fault.about is None:
        where = _surroundings(place, passages)
        return segment.document.name, segment.system or "", check.name, place.text, *where
    document = segment.document.name if check.check_collection is None else ""
    return document, segment.system or "", check.name, place.side, fault.about


def _index_passages(
    segments: Sequence[Segment], lines: Set[tuple[str, int]]
) -> Mapping[tuple[str, int], Sequence[Passage]]:
    """The passages that stand on those lines."""
    passages: dict[tuple[str, int], list[Passage]] = defaultdict(list)
    for segment in segments if lines else ():
        for passage in (*segment.source, *segment.hypothesis):
            for line in passage.lines if passage.pieces else (passage.line,):
                if (passage.path, line) in lines:
                    passages[passage.path, line].append(passage)
    return passages


def _write_message(template: str, parameters: Mapping[str, str | int | float]) -> str:
    """The message in words; how many places there are is not said of one."""
    if parameters.get("count") == 1:
        template = template.replace(_COUNT, "")
    return template.format(**parameters)


def _surroundings(place: Place, passages: Mapping[tuple[str, int], Sequence[Passage]]) -> tuple[str, str]:
    """Up to 20 characters before and behind a place, so that edits further away change nothing."""
    for passage in passages.get((place.path, place.line), ()):
        start = passage.find(place.line, place.column)
        if start is not None:
            end = start + len(place.text)
            return passage.text[max(0, start - _CONTEXT) : start], passage.text[end : end + _CONTEXT]
    return "", ""


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _drop_yielding(findings: list[Finding], checks: Sequence[Check]) -> list[Finding]:
    yields_to = {check.name: set(check.yields_to) for check in checks}
    yielded_to = {name for names in yields_to.values() for name in names}
    on_line: dict[tuple[str, int], list[tuple[Finding, Place]]] = defaultdict(list)
    for finding in findings:
        for place in (finding.place, *finding.places) if finding.check in yielded_to else ():
            on_line[place.path, place.line].append((finding, place))
    return [
        finding
        for finding in findings
        if not any(
            other.check in yields_to[finding.check]
            and other.system == finding.system
            and _overlap(finding.place, place)
            for other, place in on_line[finding.place.path, finding.place.line]
        )
    ]


def _overlap(one: Place, other: Place) -> bool:
    return (
        one.path == other.path
        and (one.line, one.column) < (other.end_line, other.end_column)
        and (other.line, other.column) < (one.end_line, one.end_column)
    )


def _position(place: Place) -> tuple[str, int, int, int, int]:
    return (place.path, place.line, place.column, place.end_line, place.end_column)


def _order(findings: list[Finding], groups: list[tuple[str, str | None]]) -> tuple[Finding, ...]:
    rank = {group: index for index, group in enumerate(groups)}
    return tuple(
        sorted(findings, key=lambda found: (rank[found.document, found.system], _position(found.place), found.check))
    )
