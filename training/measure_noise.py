"""How often each check fires on sound text: findings per 1,000 pairs of a parallel text.

    python training/measure_noise.py SOURCE TARGET [--source-language zh] [--target-language en] [--lines 15] [--check NAME ...] [--show 5]

The files are taken as parallel, one segment a line; each block of ``--lines`` lines counts as one document. Prints a table to standard output:
check, findings, findings at or above the confidence that reports show, both per 1,000 pairs; and with ``--show`` some of the findings of each
check. On text that was translated and revised by professionals nearly every finding is a false alarm, or worth a second look.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from evalkit.checking import check_segments, choose_checks
from evalkit.data import Document, Finding, Passage, Segment

_SHOWN_FROM = 0.8


def main() -> None:
    """Reads the options, checks, prints."""
    options = _parse_options()
    segments = list(_make_segments(options))
    checks = choose_checks(options.check)
    out = sys.stdout
    out.write(f"{len(segments)} pairs, documents of {options.lines} lines\n")
    out.write(f"{'check':28}{'all':>7}{'shown':>7}{'all/1000':>10}{'shown/1000':>12}{'seconds':>9}\n")
    for check in checks:
        began = time.perf_counter()
        findings = check_segments(segments, [check]) if check.explain is None else ()
        seconds = time.perf_counter() - began
        shown = [finding for finding in findings if finding.confidence >= _SHOWN_FROM]
        rates = [1000 * len(group) / len(segments) for group in (findings, shown)]
        out.write(f"{check.name:28}{len(findings):7}{len(shown):7}{rates[0]:10.2f}{rates[1]:12.2f}{seconds:9.1f}\n")
        _show(findings, segments, options.show)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--source-language", default="zh")
    parser.add_argument("--target-language", default="en")
    parser.add_argument("--lines", type=int, default=15, help="lines to a document")
    parser.add_argument("--skip", type=int, default=0, help="leave out the first lines, which something was tuned on")
    parser.add_argument("--limit", type=int, default=None, help="read so many lines at most")
    parser.add_argument("--check", action="append", default=[], help="a check's name (repeatable; default all)")
    parser.add_argument("--show", type=int, default=0, help="show so many findings of each check")
    return parser.parse_args()


def _make_segments(options: argparse.Namespace) -> Iterator[Segment]:
    pairs = list(zip(_read(options.source), _read(options.target), strict=True))
    pairs = pairs[options.skip :][: options.limit]
    for start in range(0, len(pairs), options.lines):
        yield from _make_document(start + options.skip, pairs[start : start + options.lines], options)


def _read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _make_document(first: int, pairs: Sequence[tuple[str, str]], options: argparse.Namespace) -> Iterator[Segment]:
    sides = [
        tuple(
            Passage(text=pair[side], path=str(path), line=first + number) for number, pair in enumerate(pairs, start=1)
        )
        for side, path in enumerate((options.source, options.target))
    ]
    document = Document(
        name=f"lines-{first + 1}",
        folder="",
        paths=(str(options.source), str(options.target)),
        source_language=options.source_language,
        target_language=options.target_language,
        source=sides[0],
        target=sides[1],
    )
    for index, (source, target) in enumerate(zip(*sides, strict=True)):
        yield Segment(document=document, index=index, source=(source,), hypothesis=(target,))


def _show(findings: Sequence[Finding], segments: Sequence[Segment], limit: int) -> None:
    lines: defaultdict[tuple[str, int], str] = defaultdict(str)
    for segment in segments:
        for passage in (*segment.source, *segment.hypothesis):
            lines[passage.path, passage.line] = passage.text
    for finding in findings[:: max(1, len(findings) // limit)][:limit] if limit else ():
        place = finding.place
        line = lines[place.path, place.line]
        around = f"{line[max(0, place.column - 41) : place.column - 1]}⟦{place.text}⟧{line[place.end_column - 1 : place.end_column + 39]}"
        sys.stdout.write(
            f"    {place.side} {place.line} {around} → {place.suggestion!r} {finding.confidence:.2f} +{len(finding.places)} {finding.message_id}\n"
        )


if __name__ == "__main__":
    main()
