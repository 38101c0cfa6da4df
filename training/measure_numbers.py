"""How often a changed number is found, and how often a pair that nobody changed is flagged, on WMT22 in both directions.

    python -m training.measure_numbers DATA [--half 2] [--lines 1] [--show]

DATA holds ``wmt22/zh-en`` and ``wmt22/en-zh``. The rules were tuned on the first half of the lines of each; figures to quote come from the
second, which was read once before two repairs (vague "a dozen", runs like 三四五六) and before the confidences were set. One number of each target that has one is changed (one digit of it). Only contradictions with a confidence of .8 or more count.
``shared`` counts only numbers whose digits the source states too.
``--lines`` joins that many lines to one paragraph. ``--show`` lists what is flagged in unchanged pairs: read it, many are true errors.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalkit.anchoring import compare_values
from evalkit.data import WRITTEN_WITHOUT_SPACES, Anchor

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SEED = 20220101
SHOWN = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts that belong together, and where they come from."""

    where: str
    source: str
    target: str
    source_language: str
    target_language: str


def main() -> None:
    """Measure and print one line for each test set and reference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", type=int, choices=(1, 2), default=2)
    parser.add_argument("--lines", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for languages in (("zh", "en"), ("en", "zh")):
        for reference in "AB":
            pairs = list(read_pairs(options.data, languages, reference, half=options.half, lines=options.lines))
            measure(pairs, title=f"{'-'.join(languages)} {reference}", show=options.show)


def read_pairs(data: Path, languages: tuple[str, str], reference: str, *, half: int, lines: int) -> Iterator[Pair]:
    """The pairs of one half of a test set, ``lines`` lines in each."""
    folder = data / "wmt22" / "-".join(languages)
    source = (folder / f"source.{languages[0]}").read_text(encoding="utf-8").split("\n")[:-1]
    target = (folder / f"reference.{reference}.{languages[1]}").read_text(encoding="utf-8").split("\n")[:-1]
    middle = len(source) // 2
    bounds = range(0, middle, lines) if half == 1 else range(middle, len(source), lines)
    for start in bounds:
        end = min(start + lines, middle if half == 1 else len(source))
        yield Pair(
            where=f"{folder.name} {reference} line {start + 1}",
            source=_join(source[start:end], languages[0]),
            target=_join(target[start:end], languages[1]),
            source_language=languages[0],
            target_language=languages[1],
        )


def measure(pairs: Sequence[Pair], *, title: str, show: bool) -> None:
    """Print how many unchanged pairs are flagged and how many changed numbers are found."""
    flagged = [(pair, differing) for pair in pairs if (differing := list_differing(pair, pair.target))]
    counts: Counter[str] = Counter()
    rng = random.Random(_SEED)
    for pair in pairs:
        counts += try_change(pair, rng)
    sys.stdout.write(
        f"{title}: {len(pairs)} pairs, {len(flagged)} flagged ({len(flagged) / len(pairs):.2%}); "
        f"changed {counts['changed']}, found {_share(counts, 'found', 'changed')}, "
        f"pair flagged {_share(counts, 'pair', 'changed')}, right number proposed {_share(counts, 'proposed', 'found')}; "
        f"shared with the source {counts['shared']}, found {_share(counts, 'shared-found', 'shared')}\n"
    )
    if show:
        for pair, differing in flagged:
            said = "; ".join(f"{a.source} | {a.target} -> {a.expected} ({a.confidence})" for a in differing)
            sys.stdout.write(f"  {pair.where}: {said}\n    {pair.source}\n    {pair.target}\n")


def try_change(pair: Pair, rng: random.Random) -> Counter[str]:
    """Change one digit of one number of the target and count what becomes of it."""
    numbers = list(_NUMBER.finditer(pair.target))
    if not numbers:
        return Counter()
    number = rng.choice(numbers)
    position = rng.choice([i for i in range(*number.span()) if pair.target[i].isdigit()])
    digit = rng.choice([digit for digit in "123456789" if digit != pair.target[position]])
    changed = pair.target[:position] + digit + pair.target[position + 1 :]
    differing = list_differing(pair, changed)
    hits = [
        a for a in differing if a.target_span and a.target_span[0] < number.end() and number.start() < a.target_span[1]
    ]
    shared = number[0] in _NUMBER.findall(pair.source)
    proposed = any(number[0] in (anchor.expected or "") for anchor in hits)
    return Counter(
        {
            "changed": 1,
            "found": bool(hits),
            "pair": bool(differing),
            "proposed": proposed,
            "shared": shared,
            "shared-found": shared and bool(hits),
        }
    )


def list_differing(pair: Pair, target: str) -> list[Anchor]:
    """The numbers and dates that contradict between a pair's source and a target text, as sure as what reports show."""
    anchors = compare_values(
        pair.source, target, source_language=pair.source_language, target_language=pair.target_language
    )
    return [anchor for anchor in anchors if anchor.verdict == "differs" and anchor.confidence >= SHOWN]


def _join(lines: Sequence[str], language: str) -> str:
    return ("" if language in WRITTEN_WITHOUT_SPACES else " ").join(lines)


def _share(counts: Counter[str], part: str, whole: str) -> str:
    return f"{counts[part] / counts[whole]:.3f}" if counts[whole] else "-"


if __name__ == "__main__":
    main()
