"""How often the tests of a difference are wrong where nothing differs, and how often their intervals hold the truth.

    python training/bench_statistics.py DATA                     # 10,000 trials a cell: hours
    python training/bench_statistics.py DATA --trials 2000 --write docs/scores.md

DATA holds wmt22/zh-en. A trial draws units (segments, or documents) of two systems with replacement. Under the null
“exchanged” each unit's two outputs are swapped at random, and the true difference is 0. Under “unlike” nothing is swapped, and the
true difference is that of the whole set; a false positive is a test that rejects it, and 1 less these at .05 is the coverage
of the 95 % interval. The set has no documents: stretches of 5 to 20 lines stand for them. “by segment” tests the segments
of drawn documents as if they were drawn alone. A cell fails where the lower 95 % bound of its false positives is above
.055 at .05 or .012 at .01.
"""

from __future__ import annotations

import argparse
import itertools
import math
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evalkit.comparing.differences import Resamples, SacrebleuDifference, measure_differences
from evalkit.comparing.resampling import RANDOMIZED, Sampling, Test, bootstrap_totals, group_rows, randomization_totals
from evalkit.data import MetricOptions, Sample
from evalkit.data.metric import Metric
from evalkit.metrics.comet import Comet
from evalkit.plugins import load_plugin
from evalkit.scoring.scoring import Measured

PAIRS = (("AISP-SJTU", "JDExploreAcademy"), ("Online-G", "Online-Y"))
METRICS = ("BLEU", "chrF2", "mean of segment chrF")
UNITS = (
    ("segment", 6),
    ("segment", 12),
    ("segment", 50),
    ("segment", 500),
    ("document", 10),
    ("document", 30),
    ("by segment", 30),
)
TESTS: tuple[Test, ...] = ("studentised-bootstrap", "paired-randomization", "sacrebleu-bs")
NULLS = ("exchanged", "unlike")
ALPHAS = ((0.05, 0.055), (0.01, 0.012))
MARKS = "<!-- statistics -->", "<!-- end of statistics -->"


@dataclass(frozen=True)
class Cell:
    """What is simulated together: all tests on the same draws."""

    pair: tuple[str, str]
    metric: str
    unit: str
    size: int
    null: str


def read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def make_metric(name: str) -> Metric:
    if name == METRICS[2]:
        return Comet(model="none")  # whose rows are a score and a 1, so that its corpus score is their mean
    metric: Metric = load_plugin("metrics", "bleu" if name == "BLEU" else "chrf").create(MetricOptions())
    return metric


def collect(data: Path, system: str, metric: str) -> np.ndarray:
    """The statistics of every segment of a system."""
    folder = data / "wmt22" / "zh-en"
    texts = zip(read(folder / "systems" / f"{system}.en"), read(folder / "reference.A.en"), strict=True)
    samples = [Sample(hypothesis=one, references=(other,)) for one, other in texts]
    counted = make_metric("BLEU" if metric == "BLEU" else "chrF2")
    rows = counted.collect(samples)
    return rows if metric != METRICS[2] else np.column_stack([counted.score_each(rows), np.ones(len(rows))])


def cut_documents(lines: int) -> list[np.ndarray]:
    generator, starts = np.random.default_rng(1), [0]
    while starts[-1] < lines:
        starts.append(starts[-1] + int(generator.integers(5, 21)))
    return [np.arange(start, min(end, lines)) for start, end in itertools.pairwise(starts)]


def draw(cell: Cell, rows: Sequence[np.ndarray], generator: np.random.Generator) -> list[np.ndarray]:
    """The units of both systems in one trial."""
    groups = (
        [np.array([line]) for line in range(len(rows[0]))] if cell.unit == "segment" else cut_documents(len(rows[0]))
    )
    chosen = [groups[number] for number in generator.choice(len(groups), cell.size)]
    lines = np.concatenate(chosen)
    owners = np.repeat(np.arange(cell.size), [len(one) for one in chosen])
    one, base = rows[0][lines], rows[1][lines]
    if cell.null == "exchanged":
        swap = generator.integers(2, size=cell.size, dtype=bool)[owners][:, None]
        one, base = np.where(swap, base, one), np.where(swap, one, base)
    if cell.unit == "document":
        return [group_rows(own, owners, cell.size) for own in (one, base)]
    return [one, base]


def resample(metric: Metric, units: Sequence[np.ndarray], test: Test, samples: int, seed: int) -> list[Resamples]:
    draws = bootstrap_totals(units, samples=samples, seed=seed)
    randomized = test in RANDOMIZED
    kept = randomization_totals(units, samples=samples, seed=seed, exact=True) if randomized else [None, None]
    measured = Measured(metric=metric, system="", reference="", indexes=(), places=(), samples=(), statistics=units[0])
    return [
        Resamples(
            measured=measured,
            score=metric.score(own.sum(axis=0)),
            units=own,
            values=metric.score_resamples(sums),
            kept=of,
        )
        for own, sums, of in zip(units, draws, kept, strict=True)
    ]


def simulate(cell: Cell, rows: Sequence[np.ndarray], trials: int, samples: int) -> dict[str, list[float]]:
    """The share of false positives of each test at each alpha; for sacrebleu's under “unlike”, of what its interval misses."""
    metric = make_metric(cell.metric)
    scores = [metric.score(own.sum(axis=0)) for own in rows]
    truth = 0.0 if cell.null == "exchanged" else scores[0] - scores[1]
    generator = np.random.default_rng(12345)
    found = {test: [0, 0] for test in TESTS}
    for trial in range(trials):
        units = draw(cell, rows, generator)
        for test in TESTS:
            pair = resample(metric, units, test, samples, trial)
            (tested,) = measure_differences([(pair[0], pair[1])], Sampling(test=test, samples=samples, seed=trial))
            if isinstance(tested, SacrebleuDifference) and cell.null == "unlike":
                low, high = tested.interval
                found[test][0] += not low <= truth <= high
                continue
            p_value = tested.find_p_value(truth)
            for place, (alpha, _) in enumerate(ALPHAS):
                found[test][place] += p_value < alpha
    return {test: [count / trials for count in counts] for test, counts in found.items()}


def run(cell: Cell, data: Path, trials: int, samples: int) -> dict[str, list[float]]:
    return simulate(cell, [collect(data, system, cell.metric) for system in cell.pair], trials, samples)


def fails(shares: Sequence[float], trials: int) -> bool:
    return any(
        share - 1.96 * math.sqrt(share * (1 - share) / trials) > most
        for share, (_, most) in zip(shares, ALPHAS, strict=True)
    )


def write_table(found: dict[Cell, dict[str, list[float]]], trials: int, samples: int) -> Iterator[str]:
    """The worst of both pairs in each cell, in per cent."""
    yield f"{trials:,} trials a cell, {samples} resamples; false positives in per cent at .05 / .01, the worse of two pairs of systems; **bold**: the cell fails."
    yield ""
    yield "| null | drawn | metric | studentised bootstrap | paired randomization | sacrebleu-bs |"
    yield "|---|---|---|---|---|---|"
    for null in NULLS:
        for unit, size in UNITS:
            for metric in METRICS:
                own = [
                    shares
                    for cell, shares in found.items()
                    if (cell.null, cell.unit, cell.size, cell.metric) == (null, unit, size, metric)
                ]
                cells = " | ".join(
                    show([shares[test] for shares in own], trials, only_first=test == TESTS[2] and null == NULLS[1])
                    for test in TESTS
                )
                yield f"| {null} | {size} {'documents, by segment' if unit == 'by segment' else unit + 's'} | {metric} | {cells} |"


def show(shares: Sequence[Sequence[float]], trials: int, *, only_first: bool) -> str:
    worst = [max(one[place] for one in shares) for place in range(2)]
    text = f"{100 * worst[0]:.1f}" if only_first else f"{100 * worst[0]:.1f} / {100 * worst[1]:.1f}"
    return f"**{text}**" if any(fails(one, trials) for one in shares) else text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--write", type=Path, help="the document whose table is replaced")
    asked = parser.parse_args()
    cells = [
        Cell(pair, metric, unit, size, null)
        for unit, size in UNITS
        for metric in METRICS
        for null in NULLS
        for pair in PAIRS
    ]
    with ProcessPoolExecutor() as pool:
        futures = [pool.submit(run, cell, asked.data, asked.trials, asked.samples) for cell in cells]
        found = {}
        for cell, future in zip(cells, futures, strict=True):
            found[cell] = future.result()
            print(cell, found[cell], file=sys.stderr, flush=True)  # noqa: T201
    table = "\n".join(write_table(found, asked.trials, asked.samples))
    if asked.write is None:
        print(table)  # noqa: T201
        return
    text = asked.write.read_text(encoding="utf-8")
    start, end = MARKS
    asked.write.write_text(
        re.sub(f"{start}.*{end}", lambda _: f"{start}\n{table}\n{end}", text, flags=re.DOTALL), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
