"""sacrebleu's metrics as evalkit's: its statistics for each segment, its score of any sum of them, its signature.

sacrebleu's public functions score whole corpora only, and hide line counts that differ; so the statistics are taken
from the methods that its own bootstrap uses. Scores of many sums at once, for resamples, are in
:mod:`evalkit.scoring.score_arrays`. Tests hold every figure against the public functions, unrounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from evalkit.data import Sample
from evalkit.data.metric import Mark, Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class SacrebleuMetric:
    """A metric of sacrebleu's. ``build(of_segments)`` makes sacrebleu's object, set for corpus scores or for segment
    scores.

    ``score_many`` scores many sums at once. ``count`` takes the statistics of a hypothesis and its references'
    information in sacrebleu's stead. ``change_text`` changes every text before it is scored; the tokenizer signature
    that ``build`` sets must then say so. ``warnings`` are sentences on what the metric is not fit for.
    """

    key: str
    build: Callable[[bool], Any]
    higher_is_better: bool = True
    change_text: Callable[[str], str] | None = None
    count: Callable[[str, Mapping[str, Any]], list[float]] | None = None
    score_many: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None
    warnings: tuple[str, ...] = ()

    shown_factor = 1.0
    is_slow = False
    needs_source = False
    needs_reference = True
    uses_reference = True

    @cached_property
    def _corpus(self) -> Any:
        return self.build(False)

    @cached_property
    def _segment(self) -> Any:
        return self.build(True)

    def announce(self) -> str | None:
        """Nothing has to be fetched."""
        return None

    def prepare(self, progress: Progress | None = None) -> None:
        """Nothing has to be fetched."""

    def collect(self, samples: Sequence[Sample], progress: Progress | None = None) -> NDArray[np.float64]:
        """sacrebleu's statistics, shape (samples, d): counts, exact as floats.

        Equal samples are counted once, and a reference's n-grams are taken once for all hypotheses beside it.
        """
        import numpy as np

        count = self.count or self._corpus._compute_segment_statistics
        hypotheses: dict[tuple[str, ...], dict[str, list[float]]] = {}
        for sample in samples:
            hypotheses.setdefault(sample.references, {})[sample.hypothesis] = []
        total = sum(map(len, hypotheses.values()))
        done = 0
        for references, counted in hypotheses.items():
            streams = [[self._changed(reference)] for reference in references]
            (reference_information,) = self._corpus._cache_references(streams)
            for hypothesis in counted:
                text = self._corpus._preprocess_segment(self._changed(hypothesis))
                counted[hypothesis] = count(text, reference_information)
                done += 1
                if progress is not None:
                    progress(done, total)
        rows = [hypotheses[sample.references][sample.hypothesis] for sample in samples]
        return np.array(rows, dtype=np.float64)

    def score(self, statistics: NDArray[np.float64]) -> float:
        """sacrebleu's corpus score of summed statistics, unrounded."""
        return float(self._corpus._compute_score_from_stats(statistics.tolist()).score)

    def describe_sum(self, statistics: NDArray[np.float64]) -> str:
        """What sacrebleu says beside a score of summed statistics, such as BLEU's precisions and lengths; empty where
        it says nothing."""
        return str(getattr(self._corpus._compute_score_from_stats(statistics.tolist()), "_verbose", ""))

    def score_sums(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """:meth:`score` of each row of sums, shape (n, d), all at once where ``score_many`` is given."""
        import numpy as np

        if self.score_many is not None:
            return self.score_many(sums)
        return np.array([self._corpus._compute_score_from_stats(row).score for row in sums], dtype=np.float64)

    def score_resamples(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """As :meth:`score_sums`, in single precision as sacrebleu's own bootstrap computes, so that its p-values come
        out."""
        import numpy as np

        return self.score_sums(sums.astype(np.float32))

    def score_each(self, statistics: NDArray[np.float64]) -> NDArray[np.float64]:
        """sacrebleu's sentence scores (BLEU with effective order, as ``sacrebleu.sentence_bleu``), shape (samples,)."""
        import numpy as np

        scores = [self._segment._compute_score_from_stats(row).score for row in statistics.tolist()]
        return np.array(scores, dtype=np.float64)

    def sign(self, samples: Sequence[Sample], *, of_segments: bool = False) -> str:
        """sacrebleu's signature, as it would print it for these samples."""
        metric = self.build(of_segments)
        counts = {len(sample.references) for sample in samples}
        metric.num_refs = counts.pop() if len(counts) == 1 else -1
        return str(metric.get_signature())

    def mark(self, samples: Sequence[Sample]) -> Sequence[Sequence[Mark]]:
        """Counts of n-grams judge no part of a text."""
        return [()] * len(samples)

    def _changed(self, text: str) -> str:
        return text if self.change_text is None else self.change_text(text)
