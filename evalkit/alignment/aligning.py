"""Aligning: which paragraphs (or sentences) of one text belong to which of its translation.

A bead's score says how much likelier its two texts are as translations of each other than as strangers
(:mod:`evalkit.alignment.affinity`), plus the prior of its shape. The best chain of beads is found by dynamic
programming (:mod:`evalkit.alignment.chaining`), and what it tells of the texts gives a better one
(:mod:`evalkit.alignment.refining`). A bead's confidence is its probability among all chains.
"""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.alignment.habits import PARAGRAPHS, SENTENCES, Habits
from evalkit.alignment.units import Unit
from evalkit.data import Bead


def align_units(sources: Sequence[Unit], targets: Sequence[Unit], *, habits: Habits | None = None) -> list[Bead]:
    """The best chain of beads; every unit of either side stands in exactly one, and both sides keep their order.

    Whether units are treated as paragraphs or as sentences is told from the texts unless ``habits`` says so.
    """
    if not sources or not targets:
        return [Bead(source=(i,), target=(), confidence=1.0) for i in range(len(sources))] + [
            Bead(source=(), target=(j,), confidence=1.0) for j in range(len(targets))
        ]
    from evalkit.alignment.refining import find_steps

    return [
        # Sums over sets differ in their last digits from run to run.
        Bead(source=tuple(range(i, i + a)), target=tuple(range(j, j + b)), confidence=round(confidence, 6))
        for (i, j, (a, b)), confidence in find_steps(sources, targets, [habits] if habits else [PARAGRAPHS, SENTENCES])
    ]
