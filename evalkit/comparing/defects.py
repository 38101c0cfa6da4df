"""Defects of outputs: what the checks find in each system's text, how often, and in what scores the segments concerned
differ.

Which line of the test set a finding concerns is told by its places; what the checks find in the source alone is
nobody's output and left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evalkit.auditing.checking import Check, check_segments
from evalkit.comparing.line_scores import LineScores
from evalkit.data import SHOWN_CONFIDENCE, EvalSet, Finding, Place
from evalkit.data.metric import Progress

ANY = "any"
"""Stands in place of a check's name for all checks together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectRate:
    """How often one check (or ``any``) finds something in one system's output.

    ``findings`` of the confidence that an audit shows; ``unsure`` those below it, which nothing else here counts.
    ``lines`` are the segments concerned, by place in the test set from 0; a finding may concern several or, if it is
    about a whole document, none. ``per_thousand`` is findings per 1,000 segments.
    """

    system: str
    check: str
    findings: int
    unsure: int
    per_thousand: float
    lines: tuple[int, ...]


def check_outputs(
    sets: Sequence[EvalSet], checks: Sequence[Check], progress: Progress | None = None
) -> tuple[Finding, ...]:
    """The findings in every system's output, system by system; what the checks find in the source without any output is
    left out."""
    if not sets:
        return ()
    sources = [replace(segment, hypothesis=(), references={}) for segment in sets[0].segments]
    of_source = {(found.check, found.place) for found in check_segments(sources, checks)}
    findings: list[Finding] = []
    for done, one in enumerate(sets, start=1):
        found = check_segments(one.segments, checks)
        findings += [finding for finding in found if (finding.check, finding.place) not in of_source]
        if progress is not None:
            progress(done * len(one.segments), len(sets) * len(one.segments))
    return tuple(findings)


def count_defects(scores: LineScores, findings: Sequence[Finding]) -> tuple[DefectRate, ...]:
    """The rate of each check in each system's output, of all checks together first; the checks that find most over all
    systems come first.

    Every check that found something in any system has a rate for each system, be it 0.
    """
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.system is not None:
            found[finding.system, finding.check].append(finding)
    names = {check for _, check in found}
    totals = Counter(one.check for own in found.values() for one in own if one.confidence >= SHOWN_CONFIDENCE)
    order = sorted(names, key=lambda name: (-totals[name], name))
    rates = []
    for system in scores.systems:
        locate = _LineFinder(scores, system)
        rates.append(_make_rate(system, ANY, [one for name in order for one in found[system, name]], locate))
        rates += [_make_rate(system, name, found[system, name], locate) for name in order]
    return tuple(rates)


def _make_rate(system: str, check: str, findings: Sequence[Finding], locate: _LineFinder) -> DefectRate:
    sure = [finding for finding in findings if finding.confidence >= SHOWN_CONFIDENCE]
    return DefectRate(
        system=system,
        check=check,
        findings=len(sure),
        unsure=len(findings) - len(sure),
        per_thousand=1000 * len(sure) / locate.size,
        lines=tuple(sorted({line for finding in sure for line in locate.find(finding)})),
    )


class _LineFinder:
    """Tells which lines of a test set a finding in one system's output concerns."""

    def __init__(self, scores: LineScores, system: str) -> None:
        test_set = scores.test_set
        own = test_set.systems[system].lines
        self.size = len(own)
        self._own = {(passage.path, passage.line): line for line, passage in enumerate(own)}
        source = test_set.source.lines if test_set.source else ()
        self._source = {(passage.path, passage.line): line for line, passage in enumerate(source)}

    def find(self, finding: Finding) -> set[int]:
        """The lines of its places in the output; of one that has none there, such as a lost placeholder, those in the
        source."""
        places = [place for place in (finding.place, *finding.places) if not _is_whole_document(place)]
        own = set(_locate(places, "target", self._own))
        return own or set(_locate(places, "source", self._source))


def _locate(places: Sequence[Place], side: str, lines: Mapping[tuple[str, int], int]) -> Iterator[int]:
    for place in places:
        if place.side == side and (line := lines.get((place.path, place.line))) is not None:
            yield line


def _is_whole_document(place: Place) -> bool:
    return (place.line, place.column, place.text) == (1, 1, "")
