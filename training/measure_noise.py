"""How often each check fires on sound text: findings per 1,000 pairs of the WMT22 test sets, as they stand.

    python -m training.measure_noise DATA [--half 1] [--lines 15] [--all] [--check NAME ...] [--show 5]
    python -m training.measure_noise DATA --write docs/auditing.md

DATA holds ``wmt22/zh-en`` and ``wmt22/en-zh``; each block of ``--lines`` lines counts as one document, and the lines
belong together one by one. All checks that are switched on run together, as in an audit. Prints a table to standard
output, a column for each test set and reference: findings of a confidence that reports show, per 1,000 pairs; with
``--all`` every finding. A check that fires more than 5 times is marked, and all together more than 30. The checks were
tuned on the first half of each set. On text that was translated and revised by professionals most findings are false
alarms, or worth a second look: ``--show`` lists some of each check. ``--write`` puts the sums of the second half and of
all lines between two comments of a document.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalkit.auditing.checking import Check, check_segments, choose_checks
from evalkit.data import SHOWN_CONFIDENCE, Finding, Segment
from training.measure_checks import make_segments
from training.parallel import Pair, read_pairs

_SETS = tuple((languages, reference) for languages in (("zh", "en"), ("en", "zh")) for reference in "AB")
_BUDGET, _BUDGET_OF_ALL = 5.0, 30.0
_TABLE = re.compile(r"(?<=<!-- table of measure_noise -->\n).*?(?=<!-- end of table -->)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What the checks reported on one test set of so many pairs."""

    title: str
    pairs: int
    findings: tuple[Finding, ...]
    segments: tuple[Segment, ...]

    def rate(self, check: str | None = None) -> float:
        """Findings per 1,000 pairs, of one check or of all."""
        return 1000 * sum(check in (None, one.check) for one in self.findings) / self.pairs

    @property
    def noisiest(self) -> str | None:
        """The check that reported most."""
        return max({one.check for one in self.findings}, key=self.rate, default=None)


def main() -> None:
    """Reads the options, checks, prints or writes."""
    options = _parse_options()
    if options.write:
        document = options.write.read_text(encoding="utf-8")
        table = "".join(f"{line}\n" for line in list_sums(options.data))
        options.write.write_text(_TABLE.sub(lambda found: table, document), encoding="utf-8")
        return
    checks = choose_checks(options.check)
    least = 0.0 if options.all else SHOWN_CONFIDENCE
    measured = measure_sets(options.data, checks, half=options.half, lines=options.lines, least=least)
    sys.stdout.write(write_table(measured))
    for noise in measured if options.show else ():
        sys.stdout.write(f"\n{noise.title}\n{''.join(_list_samples(noise, options.show))}")


def list_sums(data: Path, halves: Sequence[int | None] = (2, None)) -> Iterator[str]:
    """The lines of the table that ``--write`` writes: all checks together, and the noisiest of them."""
    yield f"| findings per 1,000 pairs | {' | '.join(_name_set(*one) for one in _SETS)} |"
    yield f"|---|{'---|' * len(_SETS)}"
    for half in halves:
        measured = measure_sets(data, choose_checks(), half=half)
        title = "second half of the lines" if half == 2 else "all lines"
        yield f"| {title}, all checks | {' | '.join(f'{noise.rate():.1f}' for noise in measured)} |"
        yield f"| {title}, the check with most | {' | '.join(f'{noise.rate(noise.noisiest):.1f}' for noise in measured)} |"


def measure_sets(
    data: Path, checks: Sequence[Check], *, half: int | None, lines: int = 15, least: float = SHOWN_CONFIDENCE
) -> list[Noise]:
    """What the checks report on each test set and reference."""
    return [
        measure_noise(
            _name_set(languages, reference),
            read_pairs(data, languages, reference, half=half),
            checks,
            lines=lines,
            least=least,
        )
        for languages, reference in _SETS
    ]


def _name_set(languages: tuple[str, str], reference: str) -> str:
    return f"{'-'.join(languages)} {reference}"


def measure_noise(title: str, pairs: Sequence[Pair], checks: Sequence[Check], *, lines: int, least: float) -> Noise:
    """What the checks report, with at least that confidence, on documents of ``lines`` pairs."""
    blocks = [pairs[start : start + lines] for start in range(0, len(pairs), lines)]
    segments = [segment for number, block in enumerate(blocks) for segment in make_segments(number, block)]
    found = check_segments(segments, checks)
    shown = tuple(finding for finding in found if finding.confidence >= least)
    return Noise(title=title, pairs=len(pairs), findings=shown, segments=tuple(segments))


def write_table(measured: Sequence[Noise]) -> str:
    """One line a check that reported anything, the noisiest first, and one for all together."""
    names = sorted(
        {one.check for noise in measured for one in noise.findings},
        key=lambda name: (-max(noise.rate(name) for noise in measured), name),
    )
    header = f"{'':26}" + "".join(f"{noise.title:>12}" for noise in measured)
    rows = [_write_row(name, [noise.rate(name) for noise in measured], _BUDGET) for name in names]
    rows.append(_write_row("all together", [noise.rate() for noise in measured], _BUDGET_OF_ALL))
    return "\n".join((header, f"{'pairs':26}" + "".join(f"{noise.pairs:12}" for noise in measured), *rows, ""))


def _write_row(name: str, rates: Sequence[float], budget: float) -> str:
    return f"{name:26}" + "".join(f"{rate:12.2f}" for rate in rates) + (" *" if max(rates) > budget else "")


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", type=int, choices=(1, 2), help="only that half of the lines of each set")
    parser.add_argument("--lines", type=int, default=15, help="lines to a document")
    parser.add_argument("--all", action="store_true", help="count what reports fold away too")
    parser.add_argument("--check", action="append", default=[], help="a check's name (repeatable; default all)")
    parser.add_argument("--show", type=int, default=0, help="show so many findings of each check")
    parser.add_argument("--write", type=Path, help="the document that holds the two comments")
    return parser.parse_args()


def _list_samples(noise: Noise, limit: int) -> Iterator[str]:
    by_check: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in noise.findings:
        by_check[finding.check].append(finding)
    texts = _index_texts(noise.segments)
    for check, findings in sorted(by_check.items()):
        yield f"  {check}: {len(findings)} ({', '.join(f'{name} {n}' for name, n in Counter(one.message_id for one in findings).items())})\n"
        for finding in findings[:: max(1, len(findings) // limit)][:limit]:
            yield _write_sample(finding, texts[finding.document, finding.place.path, finding.place.line])


def _index_texts(segments: Sequence[Segment]) -> Mapping[tuple[str, str, int], str]:
    return {
        (segment.document.name, passage.path, passage.line): passage.text
        for segment in segments
        for passage in (*segment.source, *segment.hypothesis)
    }


def _write_sample(finding: Finding, line: str) -> str:
    place = finding.place
    start, end = place.column - 1, place.end_column - 1
    around = f"{line[max(0, start - 40) : start]}⟦{place.text}⟧{line[end : end + 40]}"
    where = f"document {finding.document}, {place.side} line {place.line}"
    return f"    {where}: {around} → {place.suggestion!r} {finding.confidence:.2f} +{len(finding.places)} {finding.message_id}\n"


if __name__ == "__main__":
    main()
