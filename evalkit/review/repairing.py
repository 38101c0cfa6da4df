"""Repairing: findings in, corrected texts out.

Only suggestions are applied: those that are safe, and those that a person accepted. Where two overlap, the first in the
text is applied and the other left, and said to be left. What was repaired is checked again: a repair that its own check still objects to, or
that gives rise to a new finding, is held back. A check that learns from the repaired words may see one more fault of
the kind elsewhere, in words that no repair touched: that is no fault of the repairs, and is told. Nothing else of a
file changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import unified_diff

from evalkit.alignment.pairing import pair_document
from evalkit.auditing.checking import Check, check_segments
from evalkit.data import SHOWN_CONFIDENCE, Document, Finding, Place, Repair, Segment
from evalkit.review.editing import (
    Edit,
    Line,
    Lines,
    carry_edits,
    carry_place,
    edit_content,
    edit_document,
    group_edits,
    sort_edits,
)

Accept = Callable[[Finding], bool]
_COVERED = "another repair changes the same words; run repair on the result for what is left of this one"


def is_safe(finding: Finding) -> bool:
    """Whether a finding's suggestions may be applied without a person looking."""
    return finding.safe


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be repaired: the edits in the order of the text, and the reason by fingerprint for each finding that
    was held back.

    ``revealed`` are findings that an audit of the repaired text shows and that of the present text does not, of a check
    whose findings are repaired, in words that no edit touches; their places count in the repaired text.
    """

    edits: tuple[Edit, ...]
    held: Mapping[str, str] = field(default_factory=dict)
    revealed: tuple[Finding, ...] = ()

    @property
    def applied(self) -> tuple[Finding, ...]:
        """The findings of which at least one suggestion is applied."""
        return tuple({edit.finding.fingerprint: edit.finding for edit in self.edits if edit.finding}.values())


def _list_trials(documents: Sequence[Document], found: Sequence[Finding], checks: Sequence[Check]) -> list[_Trial]:
    """A trial for each document by itself, and one of all by what looks at them together."""
    alone = [check for check in checks if check.check_collection is None]
    together = [check for check in checks if check.check_collection is not None]
    trials = [_Trial(documents=(document,), found=found, checks=alone) for document in documents]
    if together:
        trials.append(_Trial(documents=tuple(documents), found=found, checks=together, is_collection=True))
    return trials


def plan_repairs(
    documents: Sequence[Document], findings: Sequence[Finding], checks: Sequence[Check], accept: Accept = is_safe
) -> Plan:
    """The repairs of these documents that hold when the repaired documents are checked again: as many of them as go
    together.

    ``findings`` are all that the checks found in them, the rejected and the unsure ones too. What an audit shows
    counts: a finding below that confidence holds nothing back.
    """
    own = [finding for finding in findings if finding.system is None]
    wanted = [finding for finding in own if accept(finding) and has_suggestion(finding)]
    trials = _list_trials(documents, own, checks)
    held: dict[str, str] = {}
    kept: list[Finding] | None = None
    while kept != wanted:
        kept = wanted
        for trial in trials:
            wanted = trial.sift(wanted, held)
    revealed = tuple(finding for trial in trials for finding in trial.revealed)
    plan = Plan(edits=tuple(collect_edits(wanted, lambda finding: True)), held=held, revealed=revealed)
    return replace(plan, held=held | _list_left_out(wanted, plan))


def has_suggestion(finding: Finding) -> bool:
    """Whether something is proposed for at least one of a finding's places."""
    return any(place.suggestion is not None for place in (finding.place, *finding.places))


def _list_left_out(wanted: Sequence[Finding], plan: Plan) -> dict[str, str]:
    applied = {finding.fingerprint for finding in plan.applied}
    return {
        finding.fingerprint: _COVERED if _list_edits(finding) else "its words run over the end of a line"
        for finding in wanted
        if finding.fingerprint not in applied
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """Repairs tried out on some documents: which of them leave these checks nothing to say that they did not say
    before.

    ``revealed`` is what the last repairs tried revealed elsewhere.
    """

    documents: tuple[Document, ...]
    found: Sequence[Finding]
    checks: Sequence[Check]
    is_collection: bool = False
    revealed: list[Finding] = field(default_factory=list)

    def sift(self, wanted: Sequence[Finding], held: dict[str, str]) -> list[Finding]:
        """What can be repaired of ``wanted``; findings of other documents stay. Why another cannot goes into
        ``held``."""
        names = {document.name for document in self.documents}
        mine = [finding for finding in wanted if finding.document in names]
        admitted = self._admit([], mine, held)
        if left := sorted((one for one in mine if one.fingerprint in held), key=lambda one: one.check):
            # Two that go only together (a pair of quotation marks) may have been parted by a third that cannot go.
            admitted = self._admit(admitted, left, held)
        kept = {finding.fingerprint for finding in admitted}
        for fingerprint in kept:
            held.pop(fingerprint, None)
        return [finding for finding in wanted if finding.document not in names or finding.fingerprint in kept]

    def _admit(self, kept: list[Finding], more: Sequence[Finding], held: dict[str, str]) -> list[Finding]:
        """``kept``, which causes no trouble, and what of ``more`` causes none with it: halves are tried until the
        culprits stand alone."""
        reason = self._find_trouble([*kept, *more]) if more else None
        if reason is None:
            return [*kept, *more]
        if len(more) == 1:
            held[more[0].fingerprint] = reason
            return kept
        half = len(more) // 2
        return self._admit(self._admit(kept, more[:half], held), more[half:], held)

    def _find_trouble(self, wanted: Sequence[Finding]) -> str | None:
        """What speaks against these repairs: a finding on what one of them wrote, or one that was not there before."""
        edits = collect_edits(wanted, lambda finding: True)
        lines = group_edits(edits)
        before = _locate_shown(self.found, lines)
        after = check_segments(edit_segments(self.documents, self.checks, edits), self.checks)
        if self.is_collection:
            return self._find_more(after)
        written = carry_edits(lines)
        repaired = {finding.check for finding in wanted}
        self.revealed.clear()
        for finding in after:
            for place in (finding.place, *finding.places) if finding.confidence >= SHOWN_CONFIDENCE else ():
                here = [edit.finding for edit in _edits_at(place, lines, written) if edit.finding]
                if any(found.check == finding.check for found in here):
                    return f"{finding.check} still objects to what it would write"
                if (finding.check, *carry_place(place, {})) in before:
                    continue
                if here or finding.check not in repaired:
                    return f"it would give rise to a new finding, {finding.check} at {place.path}:{place.line}"
                self.revealed.append(finding)
        return None

    def _find_more(self, after: Sequence[Finding]) -> str | None:
        """Cards over all documents change with the words that they collect: only one more of a check is a new
        finding."""
        counts = Counter(finding.check for finding in self.found if finding.confidence >= SHOWN_CONFIDENCE)
        more = Counter(finding.check for finding in after if finding.confidence >= SHOWN_CONFIDENCE) - counts
        return f"it would give rise to a new finding, {next(iter(more))}" if more else None


def _locate_shown(findings: Iterable[Finding], lines: Lines) -> set[tuple[object, ...]]:
    """The checks and places of the findings that an audit shows, where they stand when the edits were made."""
    shown = [finding for finding in findings if finding.confidence >= SHOWN_CONFIDENCE]
    return {
        (finding.check, *carry_place(place, lines)) for finding in shown for place in (finding.place, *finding.places)
    }


def _edits_at(place: Place, lines: Lines, written: Mapping[Line, Sequence[tuple[int, int]]]) -> Iterator[Edit]:
    """The edits that wrote some of what stands at a place of the edited text; ``written`` says where each one's words
    stand in it."""
    line = (place.path, place.line, place.location)
    spans = written.get(line, ())
    # Sorted edits do not overlap, so those that reach into the place are neighbours.
    first = bisect_right(spans, place.column - 1, key=lambda span: span[1])
    for edit, (start, end) in zip(lines.get(line, ())[first:], spans[first:], strict=True):
        if start >= place.end_column - 1:
            return
        if place.column - 1 < end:
            yield edit


def edit_segments(documents: Sequence[Document], checks: Sequence[Check], edits: Sequence[Edit]) -> tuple[Segment, ...]:
    """The segments of the documents that the edits change; of all, where a check looks at all documents together."""
    lines = group_edits(edits)
    changed = {path for path, _, _ in lines}
    together = any(check.check_collection is not None for check in checks)
    return tuple(
        segment
        for document in documents
        if edits and (together or not changed.isdisjoint(document.paths))
        for segment in pair_document(edit_document(document, lines), anchored=False)
    )


def match_findings(before: Iterable[Finding], after: Iterable[Finding], edits: Sequence[Edit]) -> dict[str, Finding]:
    """What each finding is when the edits were made, by its fingerprint before: the one of its check that stands where
    it stood."""
    lines = group_edits(edits)
    places = {(finding.check, *carry_place(finding.place, {})): finding for finding in after}
    moved = {finding.fingerprint: (finding.check, *carry_place(finding.place, lines)) for finding in before}
    return {fingerprint: places[place] for fingerprint, place in moved.items() if place in places}


def collect_edits(findings: Iterable[Finding], accept: Accept = is_safe) -> list[Edit]:
    """The edits that the accepted findings' suggestions amount to, in the order of the text, without overlaps."""
    return sort_edits(edit for finding in findings if accept(finding) for edit in _list_edits(finding))


def _list_edits(finding: Finding) -> list[Edit]:
    return [
        Edit(place.path, place.line, place.column - 1, place.end_column - 1, place.suggestion, finding, place.location)
        for place in (finding.place, *finding.places)
        if place.suggestion is not None and _is_inside_one_line(place)
    ]


def make_repair(document: str, path: str, content: str, plan: Plan) -> Repair:
    """What a plan makes of one file: its text before and after, and the findings whose suggestions were applied."""
    edits = [edit for edit in plan.edits if edit.path == path]
    applied = tuple({edit.finding.fingerprint: edit.finding for edit in edits if edit.finding}.values())
    return Repair(document=document, path=path, before=content, after=edit_content(content, edits), applied=applied)


def diff_repair(repair: Repair, *, mark: str = "") -> str:
    """The repair as a unified diff; empty where nothing changed. ``mark`` is the byte-order mark that the file begins
    with."""
    # Tools read a name with a space up to a tab.
    tab = "\t" if " " in repair.path else ""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(
            _keep_ends(mark + repair.before),
            _keep_ends(mark + repair.after),
            fromfile=f"a/{repair.path}{tab}",
            tofile=f"b/{repair.path}{tab}",
        )
    )


def _keep_ends(content: str) -> list[str]:
    lines = [f"{line}\n" for line in content.split("\n")]
    lines[-1] = lines[-1][:-1]
    return [line for line in lines if line]


def _is_inside_one_line(place: Place) -> bool:
    return place.line == place.end_line and place.end_column > place.column
