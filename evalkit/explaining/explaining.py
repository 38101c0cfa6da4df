"""Why scores are as they are: everything that evalkit can say about one test set's scores, as one
value."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evalkit.alignment.line_sets import make_line_sets
from evalkit.auditing.checking import Check
from evalkit.comparing.buckets import BucketScore, Trait, make_buckets, make_trait_buckets, score_buckets
from evalkit.comparing.defect_costs import DefectCost, estimate_costs
from evalkit.comparing.defects import ANY, DefectRate, count_defects
from evalkit.comparing.line_scores import LineScores
from evalkit.comparing.ranking import rank_measured
from evalkit.comparing.reference_defects import ReferenceDefects, explain_references
from evalkit.data import Finding, Sample
from evalkit.data.metric import Metric
from evalkit.data.quotation import normalise_quotes
from evalkit.explaining.carrying import Carrier, find_carriers
from evalkit.explaining.contrasting import Contrast, Disagreement, find_contrasts, find_disagreements
from evalkit.explaining.ngrams import NgramGain, find_ngram_gains
from evalkit.explaining.traits import describe_lines
from evalkit.reading.provenance import Derivation, find_outstanding_score
from evalkit.scoring.scoring import Measured, ReferenceChoice, measure_again, measure_sets

_CARRIERS_SHOWN = 3
_WORST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstSegment:
    """One of a system's lowest segment scores; ``place`` is the hypothesis's ``path:line``, ``value`` on the metric's
    own scale."""

    metric: str
    system: str
    place: str
    value: float
    hypothesis: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleEffect:
    """What a score becomes more by where a style is made alike on both sides first, on the metric's own scale."""

    style: str
    metric: str
    system: str
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutstandingScore:
    """A system whose score against one reference stands far above all others'."""

    metric: str
    reference: str
    system: str
    score: float
    next_best: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Explanation:
    """All that is known about why. Empty tuples: nothing to say, nothing to say it by, or not asked for.

    What compares two systems does so for ``pairs``: each system with the baseline, or where none was named each with
    the next in the table. ``buckets`` has, where findings were asked for, the kind ``findings``, whose segments differ
    from system to system. The rates, costs and reference defects are there only if findings were asked for.
    """

    pairs: tuple[tuple[str, str], ...] = ()
    buckets: tuple[BucketScore, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    ngrams: tuple[NgramGain, ...] = ()
    worst: tuple[WorstSegment, ...] = ()
    styles: tuple[StyleEffect, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    outstanding: tuple[OutstandingScore, ...] = ()
    defect_rates: tuple[DefectRate, ...] = ()
    defect_costs: tuple[DefectCost, ...] = ()
    reference_defects: ReferenceDefects | None = None


def explain_scores(scores: LineScores) -> Explanation:
    """The explanation of these scores, without findings. Slow metrics are explained by what was measured; nothing of
    them is computed again."""
    test_set = scores.test_set
    basis = test_set.source or next(iter(test_set.references.values()), None) or next(iter(test_set.systems.values()))
    traits = describe_lines(test_set, scores.options)
    pairs = tuple(_choose_pairs(scores))
    return Explanation(
        pairs=pairs,
        buckets=tuple(
            score_buckets(scores.measured, make_buckets(basis.texts, test_set.documents, test_set.domains, traits))
        ),
        carriers=tuple(_list_carriers(scores, pairs)),
        contrasts=tuple(_list_contrasts(scores, pairs)),
        disagreements=tuple(one for pair in pairs for one in find_disagreements(scores, *pair)),
        ngrams=tuple(find_ngram_gains(test_set, pairs, scores.language)),
        worst=tuple(worst for one in scores.measured for worst in list_worst(one, scores)),
        styles=tuple(_measure_styles(scores)),
        derivations=tuple(_complete(scores, one) for one in scores.derivations),
        outstanding=tuple(_list_outstanding(scores)),
    )


def add_defects(
    explanation: Explanation, scores: LineScores, findings: Sequence[Finding], checks: Sequence[Check]
) -> Explanation:
    """The explanation with what findings in the outputs (:func:`evalkit.comparing.defects.check_outputs`) and in the
    references have to say.

    The references are audited here, with these checks.
    """
    rates = count_defects(scores, findings)
    return replace(
        explanation,
        buckets=(*explanation.buckets, *_score_finding_buckets(scores, rates)),
        defect_rates=rates,
        defect_costs=estimate_costs(scores, rates),
        reference_defects=explain_references(scores, checks) if scores.test_set.references else None,
    )


def _score_finding_buckets(scores: LineScores, rates: Sequence[DefectRate]) -> Iterator[BucketScore]:
    """Each system's score of its segments with findings, and of those without."""
    found = {rate.system: set(rate.lines) for rate in rates if rate.check == ANY}
    for one in scores.measured:
        size = len(scores.test_set.systems[one.system].lines)
        lines = tuple("with" if line in found[one.system] else "without" for line in range(size))
        yield from score_buckets([one], make_trait_buckets(Trait(kind="findings", lines=lines)))


def _choose_pairs(scores: LineScores) -> dict[tuple[str, str], None]:
    """The pairs of each comparison with the baseline, or of each system with the next."""
    order = scores.best_first
    named = [(one.system, one.baseline) for one in scores.comparisons if scores.baseline is not None]
    return dict.fromkeys(named or pairwise(order))


def _list_carriers(scores: LineScores, pairs: Sequence[tuple[str, str]]) -> Iterator[Carrier]:
    """The documents that carry most of each pair's difference."""
    for metric in scores.metrics:
        for system, baseline in _list_scored(scores, metric, pairs):
            measured, base = scores.by_key[metric, system], scores.by_key[metric, baseline]
            yield from find_carriers(measured, base)[:_CARRIERS_SHOWN]


def _list_contrasts(scores: LineScores, pairs: Sequence[tuple[str, str]]) -> Iterator[Contrast]:
    """The segments that carry most of each pair's difference, or most against it."""
    for metric in scores.metrics:
        for system, baseline in _list_scored(scores, metric, pairs):
            yield from find_contrasts(scores, metric, system, baseline)


def _list_scored(scores: LineScores, metric: str, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs of which the metric scored the same segments."""
    for system, baseline in pairs:
        one, base = scores.by_key.get((metric, system)), scores.by_key.get((metric, baseline))
        if one is not None and base is not None and one.places == base.places:
            yield system, baseline


def list_worst(measured: Measured, scores: LineScores, count: int = _WORST_SHOWN) -> list[WorstSegment]:
    """The segments with the lowest scores (for an error rate the highest), the worst first."""
    values = scores.segment_scores[measured.metric.key, measured.system]
    order = values.argsort(kind="stable")
    rows = (order if measured.metric.higher_is_better else order[::-1])[:count].tolist()
    text = scores.test_set.systems[measured.system]
    return [
        WorstSegment(
            metric=measured.metric.key,
            system=measured.system,
            place=f"{text.lines[measured.indexes[row]].path}:{text.lines[measured.indexes[row]].line}",
            value=float(values[row]),
            hypothesis=measured.samples[row].hypothesis,
            reference=next(iter(measured.samples[row].references), ""),
        )
        for row in rows
    ]


def normalise_width(text: str) -> str:
    """The text with full-width punctuation and its Chinese kin as ASCII has them, so that their width can be told apart
    from all else."""
    return text.translate(_WIDTH)


_WIDTH = {
    code: normal
    for code in range(0x3000, 0xFF66)
    if (character := chr(code))
    and unicodedata.category(character)[0] in "PZ"
    and len(normal := unicodedata.normalize("NFKC", character)) == 1
    and normal.isascii()
} | {ord("。"): ".", ord("、"): ","}
STYLES: Mapping[str, Callable[[str], str]] = {"quotes": normalise_quotes, "punctuation width": normalise_width}


def _measure_styles(scores: LineScores) -> Iterator[StyleEffect]:
    for style, prepare in STYLES.items():
        for metric in _quick_metrics(scores):
            before = [one for one in scores.measured if one.metric is metric]
            after = measure_again(before, [_change_texts(one.samples, prepare) for one in before])
            if all(new is old for new, old in zip(after, before, strict=True)):
                continue
            for one in after:
                value = metric.score(one.statistics.sum(axis=0))
                old = scores.resampled[metric.key, one.system].score
                yield StyleEffect(style=style, metric=metric.key, system=one.system, difference=value - old)


def _change_texts(samples: Sequence[Sample], change: Callable[[str], str]) -> list[Sample]:
    """The samples with hypotheses and references changed; one that stays as it is is the same object, so that large
    sets are held once."""
    changed = []
    for sample in samples:
        hypothesis, *references = map(change, (sample.hypothesis, *sample.references))
        same = hypothesis == sample.hypothesis and tuple(references) == sample.references
        changed.append(sample if same else replace(sample, hypothesis=hypothesis, references=tuple(references)))
    return changed


def _quick_metrics(scores: LineScores) -> list[Metric]:
    return [metric for metric in scores.metrics.values() if not metric.is_slow and metric.needs_reference]


def _complete(scores: LineScores, derivation: Derivation) -> Derivation:
    """The derivation with the ranks that hold without the reference, or where it is the only one, without the
    system."""
    quick = _quick_metrics(scores)
    if not quick:
        return derivation
    others = {name: text for name, text in scores.test_set.references.items() if name != derivation.reference}
    rest = (
        replace(scores.test_set, references=others)
        if others
        else replace(
            scores.test_set,
            systems={name: text for name, text in scores.test_set.systems.items() if name != derivation.system},
        )
    )
    sets = make_line_sets(
        rest, source_language=scores.options.source_language, target_language=scores.options.target_language
    )
    choice = ReferenceChoice(name=derivation.reference, references=tuple(rest.references))
    rankings = rank_measured(measure_sets(sets, [choice], quick[0]), scores.sampling)
    ranks = {system: ranking.rank for (_, system), ranking in rankings.items()}
    return replace(derivation, metric=quick[0].key, ranks_without=ranks)


def _list_outstanding(scores: LineScores) -> Iterator[OutstandingScore]:
    choices = [ReferenceChoice(name=name, references=(name,)) for name in scores.test_set.references]
    for metric in _quick_metrics(scores)[:1]:
        only = [one for one in scores.measured if one.metric is metric]
        measured: Sequence[Measured] = only if len(choices) == 1 else measure_sets(scores.sets, choices, metric)
        for choice in choices:
            sign = 1 if metric.higher_is_better else -1
            values = {one.system: sign * one.score_corpus().value for one in measured if one.reference == choice.name}
            if (system := find_outstanding_score(values)) is not None:
                yield OutstandingScore(
                    metric=metric.key,
                    reference=choice.name,
                    system=system,
                    score=sign * values[system],
                    next_best=sign * max(value for name, value in values.items() if name != system),
                )
