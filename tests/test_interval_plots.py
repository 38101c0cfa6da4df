"""Plots of systems by metric: every score is drawn where it stands, intervals are those of the comparisons, ticks are round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluations import make_comparisons, make_evaluation

from evalkit.pages.index_page import draw_bars
from evalkit.pages.interval_plots import choose_ticks, make_plots
from evalkit.pages.scoreboard import Scoreboard


def test_the_best_system_stands_first_also_where_less_is_better() -> None:
    plots = {plot.metric: plot for plot in make_plots(Scoreboard(make_evaluation()))}
    assert [line.system for line in plots["BLEU"].lines] == ["careful", "literal"]
    assert [line.system for line in plots["TER ↓"].lines] == ["literal", "careful"]


def test_an_interval_is_the_one_of_the_comparison_with_the_best_turned_to_its_side() -> None:
    plot = make_plots(Scoreboard(make_evaluation()))[0]
    best, other = plot.lines
    assert best.interval is None and best.difference == 0
    assert other.interval == (-3.0, -1.0) and other.decided and other.difference < 0
    assert other.low is not None and other.high is not None and other.low < other.high < plot.best


def test_an_interval_is_on_the_scale_that_people_read() -> None:
    comparisons = [replace(one, metric="COMET") for one in make_comparisons(("literal", "careful"))]
    plots = make_plots(Scoreboard(make_evaluation(comparisons=tuple(comparisons))))
    assert next(plot for plot in plots if plot.metric == "COMET").lines[1].interval == (-300.0, -100.0)


def test_no_cluster_is_named_below_the_trusted_number_of_segments() -> None:
    assert all(line.cluster is None for plot in make_plots(Scoreboard(make_evaluation())) for line in plot.lines)


def test_a_single_system_has_no_plot() -> None:
    evaluation = make_evaluation()
    assert not make_plots(Scoreboard(replace(evaluation, sets=evaluation.sets[:1])))


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.9), (20.1, 22.3), (-3.0, 40.0), (81.23, 81.24), (0, 1e6)])
def test_ticks_are_few_and_inside(low: float, high: float) -> None:
    ticks = choose_ticks(low, high)
    assert 2 <= len(ticks) <= 6
    assert all(low <= tick <= high for tick in ticks)


def test_no_span_has_no_ticks() -> None:
    assert choose_ticks(1.0, 1.0) == []


def test_the_bars_of_the_document_with_most_findings_fill_the_line() -> None:
    found = make_evaluation().findings_by_document["press"]
    bars = draw_bars(found, len(found))
    assert [bar.severity for bar in bars] == ["critical", "major", "minor", "neutral"]
    assert sum(bar.width for bar in bars) == pytest.approx(120, abs=0.3)
    assert draw_bars((), 0) == ()
