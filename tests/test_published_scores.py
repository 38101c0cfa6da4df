"""The organisers' own figures of WMT22 come out, for every system and reference."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from evalkit.alignment.line_sets import make_line_sets
from evalkit.data import MetricOptions
from evalkit.plugins import load_plugin
from evalkit.reading.lines import read_test_set
from evalkit.scoring.scoring import ReferenceChoice, measure_sets

# chrF takes the first of equally good references, and the organisers gave B before A.
ORDER = ("B", "A")


def read_published(path: Path) -> dict[str, dict[str, float]]:
    """The figures by metric column and system."""
    published: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            published[row["metric"]][row["system"]] = float(row["score"])
    return published


@pytest.mark.parametrize("metric", ["bleu", "chrf"])
@pytest.mark.parametrize("pair", ["zh-en", "en-zh"])
def test_published_figures_come_out(data: Path, pair: str, metric: str) -> None:
    folder, (source, target) = data / "wmt22" / pair, pair.split("-")
    references = [folder / f"reference.{name}.{target}" for name in ORDER]
    test_set = read_test_set([folder / "systems"], references)
    sets = make_line_sets(test_set, source_language=source, target_language=target)
    published = read_published(folder / "published-scores.tsv")
    choices = [
        ReferenceChoice(name=f"{metric}-{name}", references=tuple(f"reference.{one}" for one in ones))
        for name, ones in (("A", ("A",)), ("B", ("B",)), ("all", ORDER))
        if f"{metric}-{name}" in published
    ]
    assert len(choices) >= 2
    options = MetricOptions(source_language=source, target_language=target)
    measured = measure_sets(sets, choices, load_plugin("metrics", metric).create(options))
    checked = 0
    for one in measured:
        if one.system in published[one.reference]:
            assert one.score_corpus().value == pytest.approx(published[one.reference][one.system], abs=1e-9)
            checked += 1
    assert checked >= 20
