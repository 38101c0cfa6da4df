"""JSON as ``sacrebleu --format json --confidence`` prints it, for scripts that read that: one list of objects a system,
rounded to one decimal."""

from __future__ import annotations

import json
from typing import Any

from evalkit.comparing.line_scores import LineScores
from evalkit.explaining.explaining import Explanation


def render(scores: LineScores, *, explanation: Explanation | None = None, styled: bool = False) -> str:
    """A list of scores for one system; for several, an object of such lists by system."""
    described = {
        system: [_describe(scores, key, system) for key in scores.metrics if (key, system) in scores.by_key]
        for system in scores.systems
    }
    only = next(iter(described.values())) if len(described) == 1 else described
    return json.dumps(only, ensure_ascii=False, indent=1) + "\n"


def _describe(scores: LineScores, key: str, system: str) -> dict[str, Any]:
    metric, resampled = scores.metrics[key], scores.resampled[key, system]
    signature = _sign_with_interval(scores.signatures[key, system], scores.sampling.seed, len(resampled.values))
    low, high = (bound * metric.shown_factor for bound in resampled.interval)
    mean = float(resampled.values.mean()) * metric.shown_factor
    described: dict[str, Any] = {
        "name": key,
        "score": round(resampled.score * metric.shown_factor, 1),
        "signature": signature,
        "confidence_mean": round(mean, 1),
        "confidence_var": round((high - low) / 2, 1),
        "confidence": f"μ = {mean:.1f} ± {(high - low) / 2:.1f}",
    }
    if verbose := metric.describe_sum(scores.by_key[key, system].statistics.sum(axis=0)):
        described["verbose_score"] = verbose
    return described | dict(part.split(":", 1) for part in signature.split("|") if ":" in part)


def _sign_with_interval(signature: str, seed: int, samples: int) -> str:
    """The signature with sacrebleu's fields for an interval, behind the number of references."""
    references, mark, rest = signature.partition("|")
    return f"{references}|bs:{samples}|seed:{seed}|{rest}" if mark and references.startswith("nrefs:") else signature
