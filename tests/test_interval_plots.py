"""The plots' values: order, intervals, clusters, shares and quantiles, and that each is a table that the script can
draw from."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from evaluations import make_comparisons, make_evaluation

from evalkit.data import Comparison
from evalkit.pages.figures import Figure, make_sheet
from evalkit.pages.interval_plots import make_interval_figures, make_move_figures, show_rank
from evalkit.pages.score_plots import (
    choose_bounds,
    count_shares,
    describe_points,
    find_quantiles,
    gather_points,
    make_bucket_figures,
    make_distribution_figures,
    make_points_figure,
    score_lengths,
)
from evalkit.tables.scoreboard import Scoreboard


def list_column(figure: Figure, key: str) -> list[object]:
    place = [column.key for column in figure.columns].index(key)
    return [row[place] for row in figure.rows]


def make_trusted(**fields: object) -> Scoreboard:
    board = Scoreboard(make_evaluation(**fields))
    board.__dict__["segments"] = 100
    return board


def test_systems_stand_from_the_best_to_the_worst_also_where_less_is_better() -> None:
    figures = {str(figure.title): figure for figure in make_interval_figures(Scoreboard(make_evaluation()))}
    assert list_column(figures["BLEU"], "system") == ["careful", "literal"]
    assert list_column(figures["TER ↓"], "system") == ["literal", "careful"]


def test_the_interval_is_that_of_the_difference_from_the_best() -> None:
    figure = make_interval_figures(Scoreboard(make_evaluation()))[0]
    assert [list_column(figure, key)[1] for key in ("low", "high", "p")] == [-3.0, -1.0, 0.002]
    assert list_column(figure, "decided") == ["best", "worse"]
    assert list_column(figure, "low")[0] is None


def test_clusters_and_ranks_are_told_only_where_differences_are_trusted() -> None:
    assert list_column(make_interval_figures(Scoreboard(make_evaluation()))[0], "cluster") == [None, None]
    trusted = make_interval_figures(make_trusted())[0]
    assert list_column(trusted, "cluster") == [1, 2] and list_column(trusted, "rank") == ["1", "2"]


def test_an_undecided_comparison_leaves_both_in_one_cluster() -> None:
    comparisons = [replace(one, verdict="undecided") for one in make_comparisons(["literal", "careful"])]
    figure = make_interval_figures(make_trusted(comparisons=tuple(comparisons)))[0]
    assert list_column(figure, "cluster") == [1, 1] and list_column(figure, "decided") == ["best", "undecided"]


def test_comet_is_drawn_on_the_scale_of_its_scores() -> None:
    duel = Comparison(
        metric="COMET", system="careful", baseline="literal", reference="as-is", baseline_reference="as-is",
        difference=0.02, interval=(0.01, 0.03), p_value=0.01, verdict="better",
    )  # fmt: skip
    figures = {str(figure.title): figure for figure in make_interval_figures(make_trusted(comparisons=(duel,)))}
    low, high = (list_column(figures["COMET"], key)[1] for key in ("low", "high"))
    assert (low, high) == pytest.approx((-3.0, -1.0))


def test_a_lone_system_has_no_plot() -> None:
    evaluation = make_evaluation()
    assert not make_interval_figures(Scoreboard(replace(evaluation, sets=evaluation.sets[:1])))


def test_moves_are_drawn_with_and_without_quote_style_and_not_where_nothing_moves() -> None:
    figure = make_move_figures(Scoreboard(make_evaluation()))[0]
    assert list_column(figure, "texts") == ["as they are", "quote style normalised"] * 2
    still = tuple(replace(one, difference=0.0) for one in make_comparisons(["literal", "careful"]))
    assert make_move_figures(Scoreboard(make_evaluation(comparisons=still))) == []


@pytest.mark.parametrize(("rank", "shown"), [((1, 1), "1"), ((2, 4), "2–4")])
def test_a_rank_is_a_number_or_a_range(rank: tuple[int, int], shown: str) -> None:
    assert show_rank(rank) == shown


@pytest.mark.parametrize("values", [[0.0, 100.0], [0.0, 100.00000000000001], [3.2, 3.4], [-250.0, 80.0], [5.0], []])
def test_classes_hold_every_value_and_are_some_twenty_at_most(values: list[float]) -> None:
    bounds = choose_bounds(values)
    assert 2 <= len(bounds) <= 23 and bounds == sorted(bounds)
    assert all(bounds[0] <= value <= bounds[-1] + 1e-6 for value in values)


def test_shares_are_percentages_and_the_highest_value_is_in_the_last_class() -> None:
    assert count_shares([0.0, 5.0, 9.9, 20.0], [0.0, 10.0, 20.0]) == [75.0, 25.0]


def test_quantiles_are_interpolated() -> None:
    assert find_quantiles([10.0, 0.0]) == [0.5, 2.5, 5.0, 7.5, 9.5]


def test_points_lead_to_their_segments_and_have_a_score_for_every_system() -> None:
    evaluation = make_evaluation()
    board = Scoreboard(evaluation)
    points = gather_points(evaluation, board, {("press", 1): "documents/press.html#segment-2"})
    described = describe_points(points, board)
    assert described["links"][1] == "documents/press.html#segment-2" and described["names"][1] == "press 2"
    assert described["values"][2][0][1] == 81.23  # COMET times 100
    assert described["systems"][described["first"]] == "careful"


def test_the_figure_of_points_tells_how_far_metrics_agree_and_needs_two() -> None:
    evaluation = make_evaluation()
    board = Scoreboard(evaluation)
    points = gather_points(evaluation, board, {})
    figure = make_points_figure(points)
    assert figure is not None and list_column(figure, "metrics")[0] == "BLEU × TER"
    assert make_points_figure(replace(points, metrics=("BLEU",))) is None


def test_a_distribution_has_a_row_for_each_system_and_shares_that_make_a_hundred() -> None:
    evaluation = make_evaluation()
    board = Scoreboard(evaluation)
    figure = make_distribution_figures(gather_points(evaluation, board, {}), board)[0]
    assert list_column(figure, "system") == ["careful", "literal"]
    bins = [place for place, column in enumerate(figure.columns) if column.key.startswith("bin")]
    assert [sum(row[place] for place in bins) for row in figure.rows] == pytest.approx([100, 100])  # type: ignore[misc]


def test_few_segments_make_no_plot_by_length() -> None:
    evaluation = make_evaluation()
    board = Scoreboard(evaluation)
    assert make_bucket_figures(score_lengths(gather_points(evaluation, board, {})), board) == []


def test_the_data_of_a_page_cannot_end_its_script_and_numbers_its_figures_through() -> None:
    figures = make_interval_figures(Scoreboard(make_evaluation()))
    hostile = replace(figures[0], rows=(("</script>\u202e", *figures[0].rows[0][1:]),))
    sheet = make_sheet({"one": [hostile], "other": figures[1:]})
    assert "</script" not in sheet.data and "\u202e" not in sheet.data
    assert [number for number, _ in (*sheet.groups["one"], *sheet.groups["other"])] == [0, 1, 2]
    assert [figure["kind"] for figure in json.loads(sheet.data)] == ["intervals"] * 3
    assert sheet.points is None
