"""One test set's scores as one page: verdict, systems by metrics, all pairs, plots, explanations, and every segment
with all outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from evalkit.comparing.buckets import BucketScore, cut_by_length, score_buckets
from evalkit.comparing.line_scores import LineScores
from evalkit.data import Comparison, Evaluation
from evalkit.data.showing import show_text
from evalkit.explaining.explaining import Explanation
from evalkit.files.versions import list_versions
from evalkit.pages import render_page
from evalkit.pages.embedding import embed_json
from evalkit.pages.figures import Sheet, make_sheet
from evalkit.pages.finding_plots import make_documents_figure
from evalkit.pages.interval_plots import make_interval_figures
from evalkit.pages.manifests import list_manifest
from evalkit.pages.score_plots import Points, describe_points, gather_points, make_segment_groups
from evalkit.pages.verdicts import describe_systems
from evalkit.tables.board import describe_power, describe_sampling, make_rows, title_metric
from evalkit.tables.explanations import list_explanation
from evalkit.tables.phrases import Phrase, count_phrase
from evalkit.tables.scoreboard import Scoreboard
from evalkit.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Duel:
    """A comparison seen from one of its systems, on the scale people read; ``verdict`` is the system's."""

    system: str
    baseline: str
    difference: float
    interval: tuple[float, float] | None
    p_value: float | None
    verdict: str
    said: str
    agreement: float | None


def render_benchmark(scores: LineScores, explanation: Explanation | None = None) -> str:
    """The page: one self-contained file of HTML."""
    evaluation = make_evaluation(scores)
    scoreboard = Scoreboard(evaluation)
    points = gather_points(evaluation, scoreboard, _link_segments(scores))
    if not scores.test_set.documents:
        points = replace(points, names=tuple(f"#{number}" for number in range(1, len(points.names) + 1)))
    return render_page(
        "benchmark.html.j2",
        title=_entitle(scores),
        scores=scores,
        scoreboard=scoreboard,
        verdict=[paragraph for paragraph in [describe_systems(scoreboard)] if paragraph],
        rows=make_rows(scores),
        titles={key: title_metric(metric) for key, metric in scores.metrics.items()},
        sampling=describe_sampling(scores),
        power=describe_power(scores),
        matrices=[(key, arrange_duels(scores, key)) for key in scores.metrics] if len(scores.systems) > 1 else [],
        duels=[one for key in scores.metrics for one in list_duels(scores, scores.comparisons, key)],
        sheet=_make_figures(scores, evaluation, scoreboard, points),
        parts_explained=list_explanation(explanation, scoreboard.factor) if explanation is not None else [],
        signatures=[(key, ", ".join(systems), signature) for key, signature, systems in scores.signatures_listed],
        manifest=list_manifest(_make_manifest(scores)),
        texts=embed_json(describe_texts(scores, points)),
    )


def make_evaluation(scores: LineScores) -> Evaluation:
    """The scores as an evaluation, so that what draws a report draws them; it has no findings and no repairs."""
    documents = {segment.document.name: segment.document for segment in scores.sets[0].segments}
    return Evaluation(
        title=str(_entitle(scores)),
        documents=tuple(documents.values()),
        segments=(),
        sets=scores.sets,
        findings=(),
        repairs=(),
        scores=scores.frame,
        comparisons=scores.pairs,
        distances=(),
        not_scored=scores.not_scored,
        warnings=scores.warnings,
        manifest={
            "shown_factors": {key: metric.shown_factor for key, metric in scores.metrics.items()},
            "higher_is_better": {key: metric.higher_is_better for key, metric in scores.metrics.items()},
        },
    )


def _entitle(scores: LineScores) -> Phrase:
    systems = count_phrase(len(scores.systems), "{count} system", "{count} systems")
    segments = count_phrase(len(scores.sets[0].segments), "{count} segment", "{count} segments")
    languages = f"{scores.options.source_language} → {scores.options.target_language}"
    return Phrase(
        english=f"{languages}: {systems.english}, {segments.english}",
        chinese=f"{languages}：{systems.chinese}，{segments.chinese}",
    )


def _link_segments(scores: LineScores) -> Mapping[tuple[str, int], str]:
    segments = scores.sets[0].segments
    return {(one.document.name, one.index): f"#segment-{number}" for number, one in enumerate(segments, start=1)}


def _make_figures(scores: LineScores, evaluation: Evaluation, scoreboard: Scoreboard, points: Points) -> Sheet:
    documents = make_documents_figure(evaluation, scoreboard, next(iter(scoreboard.metrics), None))
    return make_sheet(
        {
            "intervals": make_interval_figures(scoreboard),
            **make_segment_groups(points, scoreboard, _score_lengths(scores, scoreboard, points)),
            "documents": [documents] if documents else [],
        },
        describe_points(points, scoreboard),
    )


def _score_lengths(scores: LineScores, scoreboard: Scoreboard, points: Points) -> Sequence[BucketScore]:
    return [
        replace(one, value=one.value * scoreboard.factor(one.metric))
        for one in score_buckets(scores.measured, cut_by_length(points.sources))
    ]


def list_duels(scores: LineScores, comparisons: Iterable[Comparison], metric: str) -> list[tuple[str, Duel]]:
    """The metric's comparisons as they were made, each with the metric."""
    return [(metric, _make_duel(scores, one, turned=False)) for one in comparisons if one.metric == metric]


def arrange_duels(scores: LineScores, metric: str) -> Mapping[tuple[str, str], Duel]:
    """Every pair of systems by (row, column): the row's score less the column's."""
    duels = [
        _make_duel(scores, one, turned=turned)
        for one in scores.pairs
        if one.metric == metric
        for turned in (False, True)
    ]
    return {(duel.system, duel.baseline): duel for duel in duels}


_TURNED = {"better": "worse", "worse": "better"}


def _make_duel(scores: LineScores, one: Comparison, *, turned: bool) -> Duel:
    factor = scores.metrics[one.metric].shown_factor * (-1 if turned else 1)
    bounds = sorted(bound * factor for bound in one.interval) if one.interval else None
    verdict = _TURNED.get(one.verdict, one.verdict) if turned else one.verdict
    return Duel(
        system=one.baseline if turned else one.system,
        baseline=one.system if turned else one.baseline,
        difference=one.difference * factor,
        interval=(bounds[0], bounds[1]) if bounds else None,
        p_value=one.p_value if one.adjusted_p_value is None else one.adjusted_p_value,
        verdict=verdict,
        said=_say_verdict(one, verdict),
        agreement=scores.estimate_agreement(one),
    )


def _say_verdict(comparison: Comparison, verdict: str) -> str:
    if verdict == "too-few":
        return "too few to compare"
    return "undecided after adjustment" if comparison.is_lost_to_adjustment else verdict


def _make_manifest(scores: LineScores) -> Mapping[str, Any]:
    options = scores.options
    return {
        "evalkit": __version__,
        "versions": list_versions(),
        "inputs": {text.path: text.sha256 for text in scores.test_set.texts},
        "options": {
            "source_language": options.source_language,
            "target_language": options.target_language,
            "model": options.model,
            "precision": options.precision,
        },
        "sampling": asdict(scores.pair_sampling),
    }


def describe_texts(scores: LineScores, points: Points) -> Mapping[str, Any]:
    """Every text of the test set as values for JSON, for the part of the page that shows one segment at a time."""
    test_set = scores.test_set
    return {
        "names": [show_text(name) for name in points.names],
        "sourceLanguage": scores.options.source_language,
        "targetLanguage": scores.options.target_language,
        "source": [show_text(text) for text in test_set.source.texts] if test_set.source else None,
        "references": _show_texts({name: text.texts for name, text in test_set.references.items()}),
        "systems": _show_texts({name: test_set.systems[name].texts for name in scores.systems}),
    }


def _show_texts(texts: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    return [(show_text(name), [show_text(line) for line in lines]) for name, lines in texts.items()]
