"""Habits: how translators treat paragraphs, and how they treat sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalkit.alignment.units import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How translators treat one sort of unit: how often a bead has each shape, and what makes confidences agree with
    observation.

    ``keeps_endings`` tells whether a rendering's units end as those that they render do, inside a speech or with a
    question. ``presumed`` is the logarithm of the odds that a text is one of such units, before it is read.
    """

    shapes: Mapping[Shape, float]
    sharpness: float
    keeps_endings: bool = False
    presumed: float = 0.0


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
    keeps_endings=True,
    presumed=-3.0,
)
