"""The tab-separated file that Google's MQM Viewer (Marot) opens: one row a marked error, the words between <v> and
</v>.

Ten columns (google-research, ``marot/README.md``). A finding with places in several segments is a row in each of them,
with all its places there marked; a segment without a finding is a “no-error” row, so that the viewer's averages are
over all segments. The document's own rendering is the system “as-is”, the rater is evalkit.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from evalkit.data import AS_IS, Finding, Passage, Place, Segment, Side, join_passages
from evalkit.jobs.auditing import Audit

_HEADER = (
    "system", "doc", "docSegId", "globalSegId", "rater", "source", "target", "category", "severity", "metadata",
)  # fmt: skip
_NO_ERROR = "no-error"
_RATER = "evalkit"
_SEPARATORS = re.compile("[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

Sides = tuple[tuple[Side, tuple[Passage, ...]], ...]


def render(audit: Audit) -> Iterator[bytes]:
    """The header, then the rows of each segment in the order of the text."""
    yield _encode(_HEADER)
    numbers: dict[tuple[str, int], int] = {}
    grouped = _group_findings(audit)
    first = {(segment.system, segment.document.name): segment for segment in reversed(audit.segments)}
    for segment in audit.segments:
        number = numbers.setdefault((segment.document.name, segment.index), len(numbers) + 1)
        opens = first[segment.system, segment.document.name] is segment
        rows = 0
        for finding in grouped[segment.system, segment.document.name]:
            places = [place for place in (finding.place, *finding.places) if place.text and _holds(segment, place)]
            if places or (opens and not finding.place.text):
                yield _encode(_make_row(segment, number, finding, places))
                rows += 1
        if not rows:
            yield _encode(_make_row(segment, number, None, ()))


def _group_findings(audit: Audit) -> Mapping[tuple[str | None, str], Sequence[Finding]]:
    grouped: defaultdict[tuple[str | None, str], list[Finding]] = defaultdict(list)
    for finding in audit.findings:
        grouped[finding.system, finding.document].append(finding)
    return grouped


def _holds(segment: Segment, place: Place) -> bool:
    return any(_find(passage, place) is not None for _, passages in _sides(segment) for passage in passages)


def _sides(segment: Segment) -> Sides:
    return ("source", segment.source), ("target", segment.hypothesis)


def _find(passage: Passage, place: Place) -> tuple[int, int] | None:
    """The offsets of a place in a passage, if it lies there."""
    if (passage.path, passage.location) != (place.path, place.location):
        return None
    start, end = passage.find(place.line, place.column), passage.find(place.end_line, place.end_column)
    return None if start is None or end is None else (start, end)


def _make_row(segment: Segment, number: int, finding: Finding | None, places: Sequence[Place]) -> list[str]:
    texts = [
        join_passages([_mark(passage, places) for passage in passages], language=segment.language(side))
        for side, passages in _sides(segment)
    ]
    document = segment.document
    return [
        segment.system or AS_IS,
        f"{document.name}:{document.source_language}-{document.target_language}",
        str(segment.index + 1),
        str(number),
        _RATER,
        *texts,
        finding.category if finding else _NO_ERROR,
        finding.severity.capitalize() if finding else _NO_ERROR,
        json.dumps(_describe(finding, places) if finding else {}, ensure_ascii=False),
    ]


def _mark(passage: Passage, places: Iterable[Place]) -> Passage:
    spans = sorted(span for place in places if (span := _find(passage, place)) is not None)
    text, behind = "", 0
    for start, end in spans:
        if start >= behind:
            text += f"{_tame(passage.text[behind:start])}<v>{_tame(passage.text[start:end])}</v>"
            behind = end
    return Passage(text=text + _tame(passage.text[behind:]), path=passage.path, line=passage.line)


def _tame(text: str) -> str:
    """Text in which nothing is taken for a mark of the viewer's."""
    return re.sub("<(/?v)>", r"‹\1›", text)


def _describe(finding: Finding, places: Sequence[Place]) -> dict[str, object]:
    return {
        "note": finding.message,
        "marked_text": places[0].text if places else "",
        "check": finding.check,
        "suggestion": places[0].suggestion if places else None,
        "confidence": finding.confidence,
        "fingerprint": finding.fingerprint,
    }


def _encode(cells: Iterable[str]) -> bytes:
    row = "\t".join(_SEPARATORS.sub(" ", cell) for cell in cells)
    return f"{row}\n".encode("utf-8", "backslashreplace")
