"""COMET judges a hypothesis with a neural model that has read its source and, for most models, a reference.

The model is ``Unbabel/wmt22-comet-da`` unless another is named, by its repository on the hub or by the path of a
checkpoint. Scores are on the model's own scale, for most models 0 to 1, and shown times 100. The score of a system is
the mean of its segments' scores; with several references a segment's score is the mean over them. Scores are those of
``unbabel-comet``'s ``predict()`` in single precision within 1e-5; ``comet-score`` computes in half precision and
differs a little more. COMET rewards copies of the source and scores empty hypotheses and hypotheses in a wrong language
too high. Segments that were scored once are found again in a store (``evalkit cache``), whatever else a run scores.

Scoring is silent; what a user should know while it runs (a fallback to ``predict()``, a store that cannot be used) is
logged as a warning below the logger ``evalkit``. Nothing is fetched but by :meth:`Comet.prepare` and
:meth:`Comet.collect`.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.data import MetricOptions, Sample
from evalkit.data.metric import CUT_SEGMENT, MODEL_ERROR, Mark, Progress
from evalkit.errors import MetricUnavailableError
from evalkit.version import __version__

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.models import ModelCard
    from evalkit.models.encoding import Triple
    from evalkit.models.judging import Judge
    from evalkit.scoring.cache import SegmentScore

KEY = "COMET"
DEFAULT = True

PROBLEM_VARIABLE = "EVALKIT_COMET_PROBLEM"
"""The environment variable by which ``make`` says why COMET could not be installed."""


def create(options: MetricOptions) -> Comet:
    """COMET with the model that was asked for; loads and fetches nothing.

    Raises MetricUnavailableError where its package is missing or the model cannot be meant. COMET applies to every
    language; one that its encoder was not trained on is in its ``warnings``.
    """
    from evalkit.models import DEFAULT_MODEL, require_name_form
    from evalkit.models.devices import choose_precision

    _require_package()
    name = options.model or DEFAULT_MODEL
    require_name_form(name)
    if options.precision is not None:
        choose_precision(options.precision)
    return Comet(
        model=name,
        precision=options.precision,
        cached=options.cached,
        trusted=options.trusted,
        warnings=tuple(_warn_of_languages(name, (options.source_language, options.target_language))),
    )


def _warn_of_languages(name: str, codes: Sequence[str]) -> list[str]:
    from evalkit.models import describe_model

    known = describe_model(name).languages
    return [
        f"COMET: the encoder of {name} was not trained on the language “{code}”; its scores there mean little."
        for code in codes
        if known is not None and code not in known
    ]


def _require_package() -> None:
    if problem := os.environ.get(PROBLEM_VARIABLE, "").strip():
        raise MetricUnavailableError(problem)
    if importlib.util.find_spec("comet") is not None:
        return
    if sys.version_info >= (3, 13):
        raise MetricUnavailableError(
            f"COMET needs Python 3.11 or 3.12 and this is Python {sys.version_info[0]}.{sys.version_info[1]}, install evalkit-mt[comet]"
            " with one of those."
        )
    raise MetricUnavailableError(
        'the package unbabel-comet is not installed, install it with: pip install "evalkit-mt[comet]".'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comet:
    """COMET with one model, by name or path. Statistics are ``[score, 1.0]`` for each segment, so a corpus score is
    their mean."""

    model: str
    precision: str | None = None
    cached: bool = True
    trusted: bool = False
    warnings: tuple[str, ...] = ()
    key: str = KEY
    shown_factor: float = 100.0
    is_slow: bool = True
    higher_is_better: bool = True

    @property
    def needs_source(self) -> bool:
        """Whether the model reads the source."""
        from evalkit.models import describe_model

        return describe_model(self.model).needs_source

    @property
    def needs_reference(self) -> bool:
        """Whether the model cannot do without a reference."""
        from evalkit.models import describe_model

        return describe_model(self.model).needs_reference

    @property
    def uses_reference(self) -> bool:
        """Whether the model reads the references that there are."""
        from evalkit.models import describe_model

        return describe_model(self.model).uses_reference

    def announce(self) -> str | None:
        """What :meth:`prepare` would fetch, how large it is, under which licence, from where and to where; ``None``:
        nothing."""
        from evalkit.models import announce_fetch

        return announce_fetch(self.model)

    def prepare(self, progress: Progress | None = None) -> None:
        """Fetches what is missing of the model; ``progress`` is called with bytes. MetricUnavailableError with the real
        reason."""
        from evalkit.models import fetch_model

        fetch_model(self.model, progress)

    def collect(self, samples: Sequence[Sample], progress: Progress | None = None) -> NDArray[np.float64]:
        """The statistics, shape (samples, 2): each segment's score, the mean over its references, beside 1.0.

        Scores that are in the store come from there; the others are kept there as they are finished. Fetches what
        :meth:`prepare` would. ``progress`` is called with segments.
        """
        import numpy as np

        from evalkit.models import describe_model, fetch_model

        if not samples:
            return np.zeros((0, 2))
        fetch_model(self.model)
        groups = _make_triples(describe_model(self.model), samples)
        tell = None if progress is None else _in_segments(progress, len(samples))
        judged = iter(self._open_judge().judge([triple for group in groups for triple in group], tell))
        means = [sum(next(judged).score for _ in group) / len(group) for group in groups]
        return np.column_stack([np.array(means, dtype=np.float64), np.ones(len(samples))])

    def _open_judge(self) -> Judge:
        from evalkit.models import locate_model
        from evalkit.models.devices import choose_precision
        from evalkit.models.judging import open_judge
        from evalkit.scoring.cache import find_store

        store = find_store() if self.cached else None
        return open_judge(locate_model(self.model), choose_precision(self.precision), store=store, trusted=self.trusted)

    def score(self, statistics: NDArray[np.float64]) -> float:
        """The mean score of summed statistics."""
        return float(statistics[0] / statistics[1])

    def score_sums(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean score of each row of sums."""
        return self.score_each(sums)

    def score_resamples(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same: COMET has no bootstrap of its own."""
        return self.score_each(sums)

    def describe_sum(self, statistics: NDArray[np.float64]) -> str:
        """A mean says all."""
        return ""

    def score_each(self, statistics: NDArray[np.float64]) -> NDArray[np.float64]:
        """Each row's own score."""
        each: NDArray[np.float64] = statistics[:, 0] / statistics[:, 1]
        return each

    def mark(self, samples: Sequence[Sample]) -> list[list[Mark]]:
        """For each sample the errors that XCOMET sees in it against its first reference, and a mark where a model saw
        its texts cut.

        The scores must have been collected.
        """
        from evalkit.models import describe_model

        judge = self._open_judge()
        groups = _make_triples(describe_model(self.model), samples)
        return [_make_marks(triples[0].hypothesis, judge.known[triples[0]]) for triples in groups]

    def sign(self, samples: Sequence[Sample], *, of_segments: bool = False) -> str:
        """The signature, e.g.
        ``model:Unbabel/wmt22-comet-da|revision:…|refs:1|precision:single|comet:2.2.7|torch:2.13.0|evalkit:0.1.0``.

        ``agg:mean`` stands behind two references and more, ``cut:N`` behind the precision where the model saw N
        segments cut at its length. Corpus and segment scores have the same. The model must be on this machine.
        """
        from importlib.metadata import version

        from evalkit.models import describe_model

        judge = self._open_judge()
        groups = _make_triples(describe_model(self.model), samples)
        cut = sum(any(map(judge.is_cut, group)) for group in groups)
        parts = [f"model:{judge.local.name}", f"revision:{judge.local.revision}", *_sign_references(groups)]
        parts += [f"precision:{judge.precision}"]
        parts += [f"cut:{cut}"] if cut else []
        parts += [
            f"comet:{version('unbabel-comet')}",
            f"torch:{version('torch').split('+')[0]}",
            f"evalkit:{__version__}",
        ]
        return "|".join(parts)


def _make_marks(hypothesis: str, found: SegmentScore) -> list[Mark]:
    marks = [
        Mark(kind=MODEL_ERROR, start=span.start, end=span.end, severity=span.severity, confidence=span.confidence)
        for span in found.spans
    ]
    if found.cut:
        marks.append(Mark(kind=CUT_SEGMENT, start=0, end=len(hypothesis), severity="neutral", confidence=1.0))
    return marks


def _in_segments(progress: Progress, segments: int) -> Progress:
    """A function to be told of scores done, and of how many, which tells ``progress`` the segments that this is
    worth."""
    return lambda done, total: progress(segments * done // total, segments)


def _make_triples(card: ModelCard, samples: Sequence[Sample]) -> list[list[Triple]]:
    """For each sample the texts of its scores, one for each reference, or one alone where the model or the sample has
    none."""
    from evalkit.models.encoding import Triple

    _require_texts(card, samples)
    groups = []
    for sample in samples:
        source = sample.source if card.needs_source else None
        references = sample.references if card.uses_reference else ()
        groups.append(
            [Triple(hypothesis=sample.hypothesis, source=source, reference=text) for text in references or (None,)]
        )
    return groups


def _require_texts(card: ModelCard, samples: Sequence[Sample]) -> None:
    # COMET itself would score a missing text as the word “None”.
    for needed, side, missing in (
        (card.needs_source, "source", sum(sample.source is None for sample in samples)),
        (card.needs_reference, "reference", sum(not sample.references for sample in samples)),
    ):
        if needed and missing:
            raise MetricUnavailableError(
                f"{card.name} reads a {side} and {missing} of {len(samples)} segments have none, give it with --{side}."
            )


def _sign_references(groups: Sequence[Sequence[Triple]]) -> list[str]:
    counts = {sum(triple.reference is not None for triple in group) for group in groups}
    shown = str(max(counts, default=0)) if len(counts) < 2 else "var"
    return [f"refs:{shown}"] + (["agg:mean"] if max(counts, default=0) > 1 else [])
