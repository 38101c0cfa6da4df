"""How long an audit takes beside jieba.posseg over the same Chinese, which checks take longest, and how much memory a
large one needs.

    python training/bench_audit.py                        every measure below, each in a process of its own
    python training/bench_audit.py --only pairs           one of them: small, pairs, documents, large
    python training/bench_audit.py --only large --segments 20000

Text is WMT22 zh-en with reference A, from the folder that the environment variable EVALKIT_DATA names. ``small`` is 200
pairs of a table, ``pairs`` 1,800, ``documents`` the same as two text files for each 15 lines, which are yet to be
aligned; ``large`` is a translation memory of 100,000 units, the same lines over and over, each with its number, so that
no two are equal. Every check is on, those too that ship switched off. Seconds are the processor's, so that other work
on the machine counts little; posseg is timed in the same process just after the audit. The last 75 lines are audited
first, in the form of the measure, so that every dictionary is loaded; "loading" says what that took, and neither side's
seconds hold it.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock
from xml.sax.saxutils import escape

from evalkit.auditing.checking import Check, choose_checks
from evalkit.jobs.auditing import Audit, audit_paths
from evalkit.plugins import list_names

SLOWEST = 8
LINES = 15
FIRST = 75
Pairs = Sequence[tuple[str, str]]


def read_pairs() -> Pairs:
    """The lines of the source and of reference A."""
    data = os.environ.get("EVALKIT_DATA")
    folder = Path(data or "") / "wmt22" / "zh-en"
    if not data or not folder.is_dir():
        sys.exit("bench_audit: set EVALKIT_DATA to a folder that holds wmt22/zh-en/source.zh and reference.A.en.")
    sides = [(folder / name).read_text(encoding="utf-8") for name in ("source.zh", "reference.A.en")]
    return list(zip(*(side.removesuffix("\n").split("\n") for side in sides), strict=True))


def write_table(pairs: Pairs, folder: Path) -> Path:
    path = folder / "pairs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("zh", "en"), *pairs])
    return path


def write_documents(pairs: Pairs, folder: Path) -> Path:
    for start in range(0, len(pairs), LINES):
        for side, code in enumerate(("zh", "en")):
            text = "".join(f"{pair[side]}\n" for pair in pairs[start : start + LINES])
            (folder / f"lines-{start:04}.{code}.txt").write_text(text, encoding="utf-8")
    return folder


def write_memory(pairs: Pairs, folder: Path) -> Path:
    path = folder / "memory.tmx"
    with path.open("w", encoding="utf-8") as file:
        file.write('<tmx version="1.4"><header srclang="zh" segtype="sentence"/><body>\n')
        for source, target in pairs:
            variants = (
                f'<tuv xml:lang="{code}"><seg>{escape(text)}</seg></tuv>'
                for code, text in zip(("zh", "en"), (source, target), strict=True)
            )
            file.write(f"<tu>{''.join(variants)}</tu>\n")
        file.write("</body></tmx>\n")
    return path


def repeat(pairs: Pairs, count: int) -> Pairs:
    """So many pairs, each with its number."""
    chosen = (pairs[number % len(pairs)] for number in range(count))
    return [
        (f"第{number}条：{source}", f"Item {number}: {target}") for number, (source, target) in enumerate(chosen, 1)
    ]


class Clock:
    """The seconds that each check takes, counted while an audit runs."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def choose(self, *names: Sequence[str]) -> tuple[Check, ...]:
        """What stands in for :func:`choose_checks`: the same checks, timed."""
        return tuple(
            replace(
                check,
                check_document=self._time(check.name, check.check_document),
                check_collection=self._time(check.name, check.check_collection),
                explain=self._time(check.name, check.explain),
            )
            for check in choose_checks(*names)
        )

    def _time(self, name: str, run: Callable[..., Iterable[Any]] | None) -> Callable[..., list[Any]] | None:
        def timed(*arguments: Any) -> list[Any]:
            assert run is not None
            start = time.process_time()
            found = list(run(*arguments))
            self.seconds[name] += time.process_time() - start
            return found

        return None if run is None else timed


def audit(path: Path) -> tuple[Audit, float, Clock]:
    """An audit with every check, its seconds, and those of each check."""
    clock = Clock()
    start = time.process_time()
    with mock.patch("evalkit.jobs.auditing.choose_checks", clock.choose):
        found = audit_paths([path], checks=list_names("checks"))
    return found, time.process_time() - start, clock


def time_posseg(texts: Iterable[str]) -> float:
    """The seconds that jieba.posseg takes over these texts."""
    posseg = _load_posseg()
    start = time.process_time()
    for text in texts:
        for _ in posseg.cut(text):
            pass
    return time.process_time() - start


def _load_posseg() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        import jieba.posseg
    jieba.setLogLevel("CRITICAL")
    return jieba.posseg


MEASURES: dict[str, Callable[[Pairs, int, Path], Path]] = {
    "small": lambda pairs, _, folder: write_table(pairs[:200], folder),
    "pairs": lambda pairs, _, folder: write_table(pairs, folder),
    "documents": lambda pairs, _, folder: write_documents(pairs, folder),
    "large": lambda pairs, count, folder: write_memory(repeat(pairs, count), folder),
}


def measure(name: str, segments: int) -> Iterator[str]:
    """What one measure says, line by line."""
    everything = read_pairs()
    pairs, beforehand = everything[:-FIRST], everything[-FIRST:]
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        path = MEASURES[name](pairs, segments, Path(second))
        _, loading, _ = audit(MEASURES[name](beforehand, len(beforehand), Path(first)))
        found, seconds, clock = audit(path)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    chinese = [passage.text for document in found.documents for passage in document.source]
    time_posseg(chinese[:1])
    posseg = time_posseg(chinese)
    places = sum(1 + len(finding.places) for finding in found.findings)
    yield f"{name}: {len(chinese):,} segments, {len(found.checks)} checks, {len(found.findings):,} findings in {places:,} places"
    yield f"  audit {seconds:.2f} s, posseg {posseg:.2f} s: ratio {seconds / posseg:.2f}; loading {loading:.2f} s; peak memory {memory:,.0f} MiB"
    slowest = ", ".join(f"{check} {spent:.2f}" for check, spent in clock.seconds.most_common(SLOWEST))
    yield f"  slowest checks, seconds: {slowest}; everything else {seconds - sum(clock.seconds.values()):.2f}"


def main() -> None:
    """Runs each measure in a process of its own and writes what it says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(MEASURES), help="this measure alone")
    parser.add_argument("--segments", type=int, default=100_000, help="how many units the large one has")
    options = parser.parse_args()
    if options.only:
        for line in measure(options.only, options.segments):
            sys.stdout.write(f"{line}\n")
        return
    read_pairs()
    for name in MEASURES:
        subprocess.run([sys.executable, __file__, "--only", name, "--segments", str(options.segments)], check=True)


if __name__ == "__main__":
    main()
