"""What every metric offers to those who score by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from evalkit.data import Sample, Severity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Progress = Callable[[int, int], None]
"""Called with how many segments (of a download, bytes) are done, and of how many; perhaps from a second thread."""
MODEL_ERROR = "model-error-span"
CUT_SEGMENT = "cut-segment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A part of a sample's hypothesis, code points ``start`` to ``end``, and what is said of it: ``MODEL_ERROR``, an error
    in it, or ``CUT_SEGMENT``, that no more of it was read."""

    kind: str
    start: int
    end: int
    severity: Severity
    confidence: float


class Metric(Protocol):
    """Statistics for each segment, which add up; scores of any sum of them; a signature.

    A document, a bucket or a resample is a sum of rows of the statistics, so every score of a run comes from one pass
    over the text. ``collect`` sees the samples of all systems at once, so that work on equal texts can be shared.
    """

    @property
    def key(self) -> str:
        """The name in results, e.g. ``chrF2++``."""

    @property
    def shown_factor(self) -> float:
        """What a score is multiplied by where people read it (1, or 100 for scores on a 0-1 scale)."""

    @property
    def is_slow(self) -> bool:
        """Whether a report had better be written before this metric runs."""

    @property
    def needs_source(self) -> bool:
        """Whether samples without a source cannot be scored."""

    @property
    def needs_reference(self) -> bool:
        """Whether samples without a reference cannot be scored."""

    @property
    def uses_reference(self) -> bool:
        """Whether references change what the metric says: a reference-free model ignores those that there are."""

    @property
    def higher_is_better(self) -> bool:
        """False for error rates."""

    @property
    def warnings(self) -> Sequence[str]:
        """Sentences on what the metric is not fit for among the languages it was made for."""

    def announce(self) -> str | None:
        """What :meth:`prepare` would fetch, how large it is, under which licence, from where and to where; ``None``:
        nothing."""

    def prepare(self, progress: Progress | None = None) -> None:
        """Fetches what is missing; ``progress`` is called with bytes. MetricUnavailableError with the reason."""

    def collect(self, samples: Sequence[Sample], progress: Progress | None = None) -> NDArray[np.float64]:
        """The statistics, shape (samples, d)."""

    def score(self, statistics: NDArray[np.float64]) -> float:
        """The corpus score of summed statistics, shape (d,)."""

    def score_sums(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """:meth:`score` of each row of sums, shape (n, d)."""

    def score_resamples(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """As :meth:`score_sums`, with the arithmetic of the metric's own bootstrap where it has one."""

    def describe_sum(self, statistics: NDArray[np.float64]) -> str:
        """What stands beside a score of summed statistics, such as BLEU's precisions and lengths; empty: nothing."""

    def score_each(self, statistics: NDArray[np.float64]) -> NDArray[np.float64]:
        """The segment scores of statistics of shape (samples, d)."""

    def sign(self, samples: Sequence[Sample], *, of_segments: bool = False) -> str:
        """The signature that a corpus score of these samples, or their segment scores, must be quoted with."""

    def mark(self, samples: Sequence[Sample]) -> Sequence[Sequence[Mark]]:
        """For each sample what the metric sees in its hypothesis, against its first reference; mostly nothing. The
        samples must have been collected."""
