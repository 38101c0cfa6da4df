"""Scoring line-aligned files: hypotheses against references, everything that ``evalkit score`` prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.comparing import FEW_SEGMENTS, bootstrap_interval, compare_with_baseline
from evalkit.data import ALL_REFERENCES, Comparison, EvalSet, MetricOptions
from evalkit.languages import normalise_code
from evalkit.line_files import detect_language, read_lines, read_sets
from evalkit.metrics import Metric, Progress
from evalkit.plugins import require_name
from evalkit.scoring import Measured, ReferenceChoice, create_metrics, make_score_frame, measure_ready

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, kw_only=True, eq=False)
class LineScores:
    """The scores of line-aligned files. ``intervals`` are by metric and system; ``frame`` is the long frame of :mod:`evalkit.frames`."""

    language: str
    systems: Mapping[str, Path]
    measured: tuple[Measured, ...]
    intervals: Mapping[tuple[str, str], tuple[float, float]]
    comparisons: tuple[Comparison, ...]
    not_scored: Mapping[str, str]
    warnings: tuple[str, ...]
    frame: pandas.DataFrame


def score_files(
    hypotheses: Sequence[Path],
    references: Sequence[Path] = (),
    source: Path | None = None,
    *,
    metrics: Sequence[str] = (),
    model: str | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
    baseline: str | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> LineScores:
    """Scores every hypothesis file against all references together.

    Raises PairingError for line counts that differ, ReadingError for a file that cannot be read, UnknownNameError for an unknown metric or
    baseline. ``announce`` is told what will be fetched before anything is.
    """
    target, warnings = _choose_language(target_language, references or hypotheses, encoding)
    options = MetricOptions(
        source_language=normalise_code(source_language or ("en" if target == "zh" else "zh")),
        target_language=target,
        model=model,
    )
    chosen, refused = create_metrics(metrics, options)
    sets = read_sets(
        hypotheses,
        references,
        source,
        source_language=options.source_language,
        target_language=target,
        encoding=encoding,
    )
    systems = {one.system: path for one, path in zip(sets, hypotheses, strict=True)}
    if baseline is not None:
        require_name(baseline, list(systems), what="system", where="--baseline: ")
    measured, failed = _measure(sets, chosen, progress, announce)
    return LineScores(
        language=target,
        systems=systems,
        measured=tuple(measured),
        intervals={(one.metric.key, one.system): bootstrap_interval(one) for one in measured},
        comparisons=tuple(compare_with_baseline(measured, baseline=baseline)) if baseline else (),
        not_scored={**refused, **failed},
        warnings=(*warnings, *_warn(sets)),
        frame=make_score_frame(measured, sets),
    )


def _choose_language(language: str | None, files: Sequence[Path], encoding: str | None) -> tuple[str, list[str]]:
    if language is not None:
        return normalise_code(language), []
    detected = detect_language([line for path in files for line in read_lines(path, encoding=encoding)])
    code = detected or "en"
    how = "told from the script of the text" if detected else "assumed"
    return code, [f"The target language is {how}: {code}. --target-language says otherwise."]


def _measure(
    sets: Sequence[EvalSet],
    metrics: Sequence[Metric],
    progress: Progress | None,
    announce: Callable[[str], None] | None,
) -> tuple[list[Measured], dict[str, str]]:
    names = tuple(sets[0].segments[0].references)
    choice = ReferenceChoice(name=names[0] if len(names) == 1 else ALL_REFERENCES, references=names)
    measured: list[Measured] = []
    failed: dict[str, str] = {}
    for metric in metrics:
        found, reason = measure_ready(sets, [choice], metric, progress=progress, announce=announce)
        measured += found
        if reason is not None:
            failed[metric.key] = reason
    return measured, failed


def _warn(sets: Sequence[EvalSet]) -> list[str]:
    warnings = []
    for one in sets:
        empty = sum(not segment.hypothesis_text.strip() for segment in one.segments)
        if empty:
            warnings.append(f"{one.system}: {empty} of {len(one.segments)} hypotheses are empty.")
    if len(sets[0].segments) < FEW_SEGMENTS:
        warnings.append(
            f"Only {len(sets[0].segments)} segments: below {FEW_SEGMENTS}, a difference between systems is not to be trusted."
        )
    return warnings
