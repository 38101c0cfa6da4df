"""What is scored, what it scored, and how far scores are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["better", "worse", "undecided", "identical", "too-few"]

AS_IS = "as-is"
"""The name of a document's existing rendering as a reference."""
REPAIRED = "repaired"
"""The name of the same with its safe suggestions applied."""
ALL_REFERENCES = "all"
"""The name of all references together, for metrics that take several."""
NO_REFERENCE = "no reference"
"""What stands for a name where there is none, and reference-free metrics score all the same."""
QUOTES_NORMALISED = ", quotes normalised"
"""What stands behind a reference's name where quotation marks and apostrophes were made alike on both sides first."""


FEW_SEGMENTS = 100
"""Below this many segments a difference is not to be trusted, whatever its interval says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a metric scores: one hypothesis, its source (``None``: unknown) and one reference or more (none:
    reference-free metrics only)."""

    hypothesis: str
    source: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricOptions:
    """What the user may say about metrics: normalised language codes, and a COMET model by name or by checkpoint path.

    ``precision`` is ``single``, ``half`` or ``bfloat16`` (``None``: what suits the machine); ``cached``: scores are
    taken from the store and kept there; ``trusted``: the model's checkpoint may run whatever code it carries.
    """

    source_language: str = "zh"
    target_language: str = "en"
    model: str | None = None
    precision: str | None = None
    cached: bool = True
    trusted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusScore:
    """A corpus score, unrounded, and the signature it must be quoted with."""

    value: float
    signature: str
    segments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How far two scores of one metric are apart on the same segments, with a 95 % interval that the same test gives.

    Either two systems against one reference, or one system against two references (``reference`` is what
    ``baseline_reference`` was replaced by). ``difference`` is score minus baseline score, on the metric's own scale.
    ``adjusted_p_value`` is Holm's, over all comparisons of the metric. ``method`` names the test, ``units`` is how many
    segments or documents it drew. ``unadjusted_verdict`` is what ``p_value`` alone would say; where the adjustment takes
    that away, ``verdict`` is undecided. Of too few units nothing is said, and there is no p-value.
    """

    metric: str
    system: str
    baseline: str
    reference: str
    baseline_reference: str
    difference: float
    interval: tuple[float, float] | None
    p_value: float | None = None
    adjusted_p_value: float | None = None
    method: str | None = None
    samples: int = 0
    seed: int = 0
    verdict: Verdict = "undecided"
    unadjusted_verdict: Verdict = "undecided"
    units: int = 0

    @property
    def is_lost_to_adjustment(self) -> bool:
        """Whether the difference is beyond chance by itself, and no more so among all comparisons."""
        return self.verdict == "undecided" and self.unadjusted_verdict in ("better", "worse")


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far a rendering is from its repaired text: 100 minus the score of the one against the other. A distance,
    never a cost."""

    document: str | None
    metric: str
    value: float
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one kind of finding moves a score by, on the metric's own scale; a ``None`` system is the mean over all
    systems.

    By ``repair``: the score against the reference with this check's repairs alone, less the score against it as it is;
    ``segments`` are those whose reference changes. By ``contrast``, where nothing is repaired: the score of the
    segments with such a finding less the score of the others, which says where scores are low and proves no cause.
    ``difference`` is ``None`` where either are too few.
    """

    check: str
    in_outputs: bool
    way: Literal["repair", "contrast"]
    metric: str
    system: str | None
    segments: int
    difference: float | None
    interval: tuple[float, float] | None
