"""Batches: every text once, none above the budget, and no cheaper way to cut them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from evalkit.models.encoding import _BATCH_COST, Triple, _split, make_batches


def cost_of(batches: Sequence[Sequence[int]], lengths: Sequence[int]) -> int:
    return sum(_BATCH_COST + len(batch) * max(lengths[index] for index in batch) for batch in batches)


def find_least_cost(lengths: Sequence[int], budget: int) -> int:
    """By trying every cut of the sorted texts."""
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    costs = []
    for count in range(len(order)):
        for cuts in combinations(range(1, len(order)), count):
            batches = [order[start:end] for start, end in zip((0, *cuts), (*cuts, len(order)), strict=True)]
            if all(len(batch) == 1 or len(batch) * lengths[batch[0]] <= budget for batch in batches):
                costs.append(cost_of(batches, lengths))
    return min(costs)


@pytest.mark.parametrize("seed", range(12))
def test_no_other_cut_costs_less(seed: int) -> None:
    chance = random.Random(seed)
    lengths = [chance.randrange(1, 120) for _ in range(9)]
    batches = list(make_batches(lengths, 250))
    assert sorted(index for batch in batches for index in batch) == list(range(9))
    assert cost_of(batches, lengths) == find_least_cost(lengths, 250)


def test_the_longest_go_first_and_a_text_above_the_budget_goes_alone() -> None:
    lengths = [5, 700, 6, 690, 5]
    assert list(make_batches(lengths, 512)) == [[1], [3], [2, 0, 4]]
    assert list(make_batches([], 512)) == []


def test_little_of_many_texts_is_padding() -> None:
    chance = random.Random(1)
    lengths = [chance.randrange(5, 120) for _ in range(400)]
    batches = list(make_batches(lengths, 512))
    tokens = sum(len(batch) * max(lengths[index] for index in batch) for batch in batches)
    assert 1 - sum(lengths) / tokens < 0.04
    assert max(len(batch) * max(lengths[index] for index in batch) for batch in batches) <= 512


def test_triples_of_one_source_stay_together() -> None:
    triples = [Triple(f"h{system}{number}", f"s{number}", f"r{number}") for system in range(3) for number in range(8)]
    lengths = {text: 10 for triple in triples for text in triple.texts}
    parts = list(_split(triples, lengths, 100))
    assert sorted(triple for part in parts for triple in part) == sorted(triples)
    assert len(parts) == 4
    assert len({triple.source for part in parts for triple in part}) == sum(
        len({triple.source for triple in part}) for part in parts
    )
