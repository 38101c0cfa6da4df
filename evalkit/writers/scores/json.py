"""JSON as evalkit promises it: unrounded, with ranks, intervals and comparisons."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from evalkit.comparing.line_scores import LineScores
from evalkit.data import Comparison
from evalkit.explaining.explaining import Explanation


def render(scores: LineScores, *, explanation: Explanation | None = None, styled: bool = False) -> str:
    """One object, indented."""
    explained = {} if explanation is None else {"explanation": asdict(explanation)}
    return json.dumps(describe_scores(scores) | explained, ensure_ascii=False, indent=2) + "\n"


def describe_scores(scores: LineScores) -> dict[str, Any]:
    """The scores as plain JSON values."""
    return {
        "language": scores.language,
        "warnings": list(scores.warnings),
        "not_scored": dict(scores.not_scored),
        "systems": [
            {
                "system": system,
                "path": scores.test_set.systems[system].path,
                "scores": {
                    key: describe_score(scores, key, system) for key in scores.metrics if (key, system) in scores.by_key
                },
            }
            for system in scores.systems
        ],
        "comparisons": [_describe_comparison(scores, one) for one in scores.comparisons],
        "derived_references": [asdict(one) for one in scores.derivations],
        "visible_differences": {key: scores.find_visible(key) for key in scores.metrics},
    }


def describe_score(scores: LineScores, key: str, system: str) -> dict[str, Any]:
    """One corpus score, unrounded and on the metric's own scale."""
    measured = scores.by_key[key, system]
    ranking = scores.rankings.get((key, system))
    return {
        "score": scores.resampled[key, system].score,
        "metric": key,
        "signature": scores.signatures[key, system],
        "segments": len(measured.samples),
        "reference": measured.reference,
        "interval": list(scores.resampled[key, system].interval),
        "rank": None if ranking is None else list(ranking.rank),
        "cluster": None if ranking is None else ranking.cluster,
    }


def _describe_comparison(scores: LineScores, one: Comparison) -> dict[str, Any]:
    return {
        "metric": one.metric,
        "system": one.system,
        "baseline": one.baseline,
        "difference": one.difference,
        "interval": list(one.interval) if one.interval else None,
        "p_value": one.p_value,
        "adjusted_p_value": one.adjusted_p_value,
        "method": one.method,
        "samples": one.samples,
        "seed": one.seed,
        "verdict": one.verdict,
        "unadjusted_verdict": one.unadjusted_verdict,
        "units": one.units,
        "human_agreement_estimate": scores.estimate_agreement(one),
    }
