"""Ranks and clusters say what the comparisons prove and no more."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from evalkit.comparing.ranking import Ranking, estimate_agreement, find_visible_difference, rank_systems
from evalkit.data import Comparison


def compare(system: str, baseline: str, verdict: Any = "undecided", width: float = 1.0) -> Comparison:
    return Comparison(
        metric="BLEU",
        system=system,
        baseline=baseline,
        reference="A",
        baseline_reference="A",
        difference=0.0,
        interval=(-width / 2, width / 2),
        verdict=verdict,
    )


SCORES = {"c": 1.0, "a": 3.0, "b": 2.0}


def test_systems_that_are_proven_apart_have_a_rank_and_a_cluster_each() -> None:
    pairs = [compare(one, other, "better") for one, other in combinations("abc", 2)]
    assert rank_systems(SCORES, pairs) == {
        "a": Ranking(rank=(1, 1), cluster=1),
        "b": Ranking(rank=(2, 2), cluster=2),
        "c": Ranking(rank=(3, 3), cluster=3),
    }


def test_a_comparison_given_the_other_way_round_counts_the_same() -> None:
    pairs = [compare("b", "a", "worse"), compare("c", "a", "worse"), compare("c", "b", "worse")]
    assert [ranking.cluster for _, ranking in sorted(rank_systems(SCORES, pairs).items())] == [1, 2, 3]


def test_an_undecided_pair_shares_ranks_and_a_cluster() -> None:
    pairs = [compare("a", "b"), compare("a", "c", "better"), compare("b", "c", "better")]
    assert rank_systems(SCORES, pairs) == {
        "a": Ranking(rank=(1, 2), cluster=1),
        "b": Ranking(rank=(1, 2), cluster=1),
        "c": Ranking(rank=(3, 3), cluster=2),
    }


def test_a_chain_of_undecided_pairs_is_one_cluster_though_its_ends_are_apart() -> None:
    pairs = [compare("a", "b"), compare("b", "c"), compare("a", "c", "better")]
    ranked = rank_systems(SCORES, pairs)
    assert {ranking.cluster for ranking in ranked.values()} == {1}
    assert (ranked["a"].rank, ranked["b"].rank, ranked["c"].rank) == ((1, 2), (1, 3), (2, 3))


def test_identical_systems_share_ranks() -> None:
    ranked = rank_systems({"a": 1.0, "b": 1.0}, [compare("a", "b", "identical")])
    assert {ranking.rank for ranking in ranked.values()} == {(1, 2)}


def test_the_visible_difference_grows_with_the_interval() -> None:
    assert find_visible_difference([compare("a", "b", width=2.0)]) == pytest.approx(2.0 * 2.8016 / 3.92, rel=1e-3)
    assert find_visible_difference([]) is None


def agreement(metric: str, difference: float, *, signature: str = "", **fields: Any) -> float | None:
    """The estimate for a proven difference of 2,000 segments of English, unless the fields say otherwise."""
    language, segments = fields.pop("language", "en"), fields.pop("segments", 2000)
    comparison = Comparison(
        metric=metric, system="a", baseline="b", reference="A", baseline_reference="A", difference=difference,
        interval=None, **{"verdict": "better", **fields},
    )  # fmt: skip
    return estimate_agreement(comparison, signature=signature, language=language, segments=segments)


def test_human_agreement_is_that_of_mt_thresholds_and_at_least_chance() -> None:
    assert agreement("BLEU", 0.0) == 50.0
    assert agreement("BLEU", 3.0) == pytest.approx(88.3333 / (1 + 2.718281828 ** (-0.96639 * 3)))
    assert agreement("BLEU", -3.0, verdict="worse") == agreement("BLEU", 3.0)
    assert agreement("TER", 3.0) is None


def test_the_estimate_for_comet_is_for_the_model_it_was_made_for() -> None:
    assert agreement("COMET", 0.02, signature="model:Unbabel/wmt22-comet-da|x") == pytest.approx(
        96.2237 / (1 + 2.718281828 ** (-2.83592 * 2))
    )
    assert agreement("COMET", 0.02, signature="model:other|x") is None


@pytest.mark.parametrize(
    "fields",
    [{"verdict": "undecided"}, {"verdict": "too-few"}, {"segments": 499}, {"language": "zh"}, {"language": "ja"}],
)
def test_human_agreement_is_not_estimated_where_its_curves_say_nothing(fields: dict[str, Any]) -> None:
    assert agreement("BLEU", 3.0, **fields) is None


def test_there_is_no_ranking_where_a_comparison_has_too_few_units() -> None:
    few = Comparison(
        metric="BLEU", system="a", baseline="b", reference="A", baseline_reference="A", difference=3.0, interval=None,
        verdict="too-few",
    )  # fmt: skip
    assert rank_systems({"a": 3.0, "b": 1.0}, [few]) == {}
