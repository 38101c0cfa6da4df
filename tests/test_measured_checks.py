"""The table of measured figures in docs/auditing.md is that of this code, and holds every check that is switched on."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from evalkit.auditing.checking import choose_checks
from training.measure_checks import Row, make_line, measure_all, replace_table
from training.measure_noise import list_sums

_WRITTEN = Path(__file__).parents[1] / "docs/auditing.md"
_LEAST_CASES = 50
_ROW = re.compile(r"^\| ([a-z-]+)(?:, [a-z-]+)? \| (\d+) \| [\d.]+ \| ([\d.]+) \|$", re.MULTILINE)


@pytest.mark.parametrize("check", ["copied-rendering", "different-address", "repeated-word", "unpaired-punctuation"])
def test_the_figures_of_a_check_are_those_that_are_measured_now(check: str) -> None:
    data = os.environ.get("EVALKIT_DATA")
    if not data:
        pytest.skip("EVALKIT_DATA names no folder with the outside test data")
    written = _WRITTEN.read_text(encoding="utf-8").split("\n")
    for row in measure_all(Path(data), [check]):
        assert make_line(row) in written, "run: make figures"


def test_how_often_checks_fire_on_sound_text_is_what_is_measured_now_and_within_the_budget() -> None:
    data = os.environ.get("EVALKIT_DATA")
    if not data:
        pytest.skip("EVALKIT_DATA names no folder with the outside test data")
    written = _WRITTEN.read_text(encoding="utf-8").split("\n")
    lines = list(list_sums(Path(data), halves=(2,)))
    assert set(lines) <= set(written), "run: make figures"
    together, most = ([float(cell) for cell in re.findall(r"[\d.]+(?= \|)", line)] for line in lines[-2:])
    assert max(together) <= 30 and max(most) <= 5


def test_every_check_that_is_switched_on_is_measured_on_fifty_cases_or_more() -> None:
    cases: Counter[str] = Counter()
    for check, injected, _ in _ROW.findall(_WRITTEN.read_text(encoding="utf-8")):
        cases[check] += int(injected)
    assert {check.name: cases[check.name] for check in choose_checks() if cases[check.name] < _LEAST_CASES} == {}


def test_only_what_stands_between_the_two_comments_is_written_anew() -> None:
    document = "Before\n<!-- table of measure_checks -->\n| old |\n<!-- end of table -->\nbehind\n"
    row = Row(check="double-space", injected=503, recall="0.998", precision="1.000")
    assert replace_table(document, [row]) == (
        "Before\n<!-- table of measure_checks -->\n| check | faults put in | found | precision |\n|---|---|---|---|\n"
        "| double-space | 503 | 0.998 | 1.000 |\n<!-- end of table -->\nbehind\n"
    )


def test_the_kinds_of_fault_of_one_check_are_told_apart() -> None:
    document = "<!-- table of measure_checks -->\n<!-- end of table -->\n"
    rows = [
        Row(check="different-number", injected=60 + len(fault), recall="1", precision="1", fault=fault)
        for fault in ("changed-number", "changed-date")
    ]
    assert replace_table(document, rows).split("\n")[3:5] == [
        "| different-number, changed-date | 72 | 1 | 1 |",
        "| different-number, changed-number | 74 | 1 | 1 |",
    ]
