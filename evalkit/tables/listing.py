"""Findings and beads as text for a terminal, in the manner of the best linters: the place, the words with a caret, the
message, what to write."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import indent
from types import MappingProxyType

from evalkit.data import Bead, Finding, Passage, Place
from evalkit.data.showing import show_text, show_visibly

Style = Callable[[str, str], str]
"""Called with a text and what it is (``place``, ``caret``, ``severity``, ``suggestion``, ``quiet``); returns the text
as it is to be shown."""

_AROUND = 36
_WIDTHLESS = frozenset({"Mn", "Me", "Cf"})


def plain(text: str, role: str) -> str:
    """No style at all."""
    return text


def list_findings(
    findings: Sequence[Finding],
    lines: Mapping[tuple[str, int], str],
    *,
    folders: Mapping[str, str] = MappingProxyType({}),
    style: Style = plain,
) -> Iterator[str]:
    """A card for each finding in their order; what a finding explains stands indented under it, as nothing else does.

    ``folders`` is what to set before the paths of a document, by its name.
    """
    explained: defaultdict[str, list[Finding]] = defaultdict(list)
    shown = {finding.fingerprint for finding in findings}
    for finding in findings:
        if finding.group in shown:
            explained[finding.group].append(finding)
    for finding in findings:
        if finding.group not in shown:
            prefix = folders.get(finding.document, "")
            yield list_finding(finding, lines, prefix=prefix, style=style)
            for one in explained[finding.fingerprint]:
                yield indent(list_finding(one, lines, prefix=prefix, style=style), "  ")


def list_finding(
    finding: Finding, lines: Mapping[tuple[str, int], str], *, prefix: str = "", style: Style = plain
) -> str:
    """One finding in a few lines. ``lines`` maps (path, line) to that line's text; ``prefix`` stands before every
    path."""
    place = finding.place
    head = (
        f"{style(_locate(place, prefix), 'place')}: "
        f"{style(finding.severity, 'severity')} {finding.check}: {show_text(finding.message)}"
    )
    return "\n".join([head, *_quote(place, lines, style), *_list_places(finding, prefix, style)])


def _locate(place: Place, prefix: str) -> str:
    """``path:line:column``, and what people call the place in a format whose lines nobody counts."""
    where = f"{show_text(prefix + place.path)}:{place.line}:{place.column}"
    return f"{where} ({place.location})" if place.location else where


def _quote(place: Place, lines: Mapping[tuple[str, int], str], style: Style) -> Iterator[str]:
    line = lines.get((place.path, place.line))
    if not place.text or line is None:
        return
    start, stop = place.column - 1, place.end_column - 1 if place.end_line == place.line else len(line)
    if stop < len(line):
        line = line.removesuffix("\r")
    end = min(stop, start + 60)
    before, text, after = (
        _show_cells(part)
        for part in (line[max(0, start - _AROUND) : start], line[start:end], line[end : end + _AROUND])
    )
    lead = "…" if start > _AROUND else ""
    tail = "…" if len(line) > end + _AROUND else ""
    yield f"    {style(lead, 'quiet')}{before}{text}{after}{style(tail, 'quiet')}"
    caret = " " * display_width(lead + before) + "^" * max(1, display_width(text))
    if place.suggestion is None:
        yield f"    {style(caret, 'caret')}"
    else:
        proposal = f"write: {show_visibly(place.suggestion)}" if place.suggestion else "delete"
        yield f"    {style(caret, 'caret')} {style(proposal, 'suggestion')}"


def _show_cells(text: str) -> str:
    """Text as it is shown, one column of a terminal for a tab."""
    return show_text(text).replace("\t", " ")


def _list_places(finding: Finding, prefix: str, style: Style) -> Iterator[str]:
    shown = finding.places[:5]
    for place in shown:
        proposal = "" if place.suggestion is None else f" → {show_visibly(place.suggestion) or 'delete'}"
        yield style(f"    also {_locate(place, prefix)} {show_visibly(place.text)}{proposal}", "quiet")
    if rest := len(finding.places) - len(shown):
        yield style(f"    and {rest} more place{'s' if rest > 1 else ''}", "quiet")


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes: two for a wide character, none for a combining one."""
    return sum(
        0
        if unicodedata.category(character) in _WIDTHLESS
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def list_bead(bead: Bead, source: Sequence[Passage], target: Sequence[Passage], *, style: Style = plain) -> str:
    """One bead in a few lines: which units, how surely, their first words, and what was compared."""
    shape = f"{len(bead.source)}-{len(bead.target)}"
    kind = {(True, False): " (omitted)", (False, True): " (added)"}.get((bool(bead.source), bool(bead.target)), "")
    lines = [f"{style(shape, 'place')}{kind}  confidence {bead.confidence:.2f}"]
    lines += [f"    {source[i].path}:{source[i].line}  {_shorten(source[i].text)}" for i in bead.source]
    lines += [f"    {target[j].path}:{target[j].line}  {_shorten(target[j].text)}" for j in bead.target]
    lines += [
        style(
            f"    {anchor.kind}: {anchor.source or '—'} = {anchor.target or '—'}  {anchor.verdict}",
            "quiet" if anchor.verdict == "verified" else "caret",
        )
        for anchor in bead.anchors
    ]
    return "\n".join(lines)


def _shorten(text: str, columns: int = 72) -> str:
    shown = show_text(text)
    while display_width(shown) > columns:
        shown = shown[: -max(1, (display_width(shown) - columns) // 2)]
    return shown if shown == show_text(text) else f"{shown}…"
