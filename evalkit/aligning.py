"""Aligning: which paragraphs (or sentences) of one text belong to which of its translation.

A bead's score says how much likelier its two texts are as translations of each other than as strangers
(:mod:`evalkit.alignment.affinity`), plus the prior of its shape. The best chain of beads is found by dynamic
programming (:mod:`evalkit.alignment.chaining`), and what it tells of the texts gives a better one
(:mod:`evalkit.alignment.refining`). A bead's confidence is its probability among all chains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.alignment.units import Shape, Unit
from evalkit.data import Bead


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How translators treat one sort of unit: how often a bead has each shape, and what makes confidences agree with
    observation."""

    shapes: Mapping[Shape, float]
    sharpness: float


PARAGRAPHS = Habits(
    shapes={
        (1, 1): 0.87,
        (1, 0): 0.06,
        (0, 1): 0.06,
        (1, 2): 0.006,
        (2, 1): 0.006,
        (1, 3): 0.001,
        (3, 1): 0.001,
        (1, 4): 0.0003,
        (4, 1): 0.0003,
        (2, 2): 0.001,
    },
    sharpness=1.4,
)
SENTENCES = Habits(
    shapes={
        (1, 1): 0.70,
        (1, 0): 0.01,
        (0, 1): 0.01,
        (1, 2): 0.11,
        (2, 1): 0.09,
        (1, 3): 0.025,
        (3, 1): 0.02,
        (1, 4): 0.006,
        (4, 1): 0.005,
        (2, 2): 0.012,
    },
    sharpness=1.0,
)


def align_units(sources: Sequence[Unit], targets: Sequence[Unit], *, habits: Habits = PARAGRAPHS) -> list[Bead]:
    """The best chain of beads; every unit of either side stands in exactly one, and both sides keep their order."""
    if not sources or not targets:
        return [Bead(source=(i,), target=(), confidence=1.0) for i in range(len(sources))] + [
            Bead(source=(), target=(j,), confidence=1.0) for j in range(len(targets))
        ]
    from evalkit.alignment.refining import find_steps

    found = find_steps(sources, targets, shapes=habits.shapes, sharpness=habits.sharpness)
    return [
        # Sums over sets differ in their last digits from run to run.
        Bead(source=tuple(range(i, i + a)), target=tuple(range(j, j + b)), confidence=round(confidence, 6))
        for (i, j, (a, b)), confidence in found
    ]
