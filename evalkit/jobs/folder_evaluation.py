"""The evaluation of a folder, one way through for the command line and for Python: settings and paths in, a job and its
metrics, then measurements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalkit.auditing.checking import choose_checks
from evalkit.data import MetricOptions
from evalkit.data.metric import Metric, Progress
from evalkit.files.settings import Settings, load_settings
from evalkit.jobs.evaluating import Job, prepare_job, title_of
from evalkit.reading.reading import read_folder
from evalkit.scoring.scoring import Measured, create_metrics, measure_ready


@dataclass(frozen=True, kw_only=True, eq=False)
class Start:
    """A job that is ready to be scored, the metrics that can run, and for each other one the reason, by its key."""

    settings: Settings
    job: Job
    metrics: tuple[Metric, ...]
    refused: dict[str, str]


def start_evaluation(
    folder: Path, *, precision: str | None = None, cached: bool = True, trusted: bool = False, **given: Any
) -> Start:
    """Reads, pairs, checks and repairs a folder. ``given`` overrides its settings, see
    :func:`evalkit.files.settings.load_settings`.

    Raises EvalkitError for what cannot be read or paired.
    """
    settings = load_settings(folder, **given)
    job = prepare_job(
        read_folder(folder, settings), choose_checks(settings.checks, settings.without), title=title_of(folder)
    )
    options = MetricOptions(
        source_language=settings.source_language,
        target_language=settings.target_language,
        model=settings.model,
        precision=precision,
        cached=cached,
        trusted=trusted,
    )
    metrics, refused = create_metrics(settings.metrics, options)
    return Start(settings=settings, job=job, metrics=tuple(metrics), refused=refused)


def measure_job(
    job: Job,
    metrics: Iterable[Metric],
    *,
    show: Callable[[str], AbstractContextManager[Progress | None]] = lambda title: nullcontext(),
    announce: Callable[[str], None] | None = None,
) -> tuple[list[Measured], dict[str, str]]:
    """What was measured of all systems, and for each metric that failed the reason, by its key.

    ``show`` is given a title for each metric and is what shows its progress; ``announce`` is told what will be fetched
    before it is.
    """
    measured: list[Measured] = []
    failed: dict[str, str] = {}
    for metric in metrics:
        with show(f"scoring {metric.key}") as progress:
            found, reason = measure_ready(job.sets, job.choices, metric, progress=progress, announce=announce)
        measured += found
        if reason is not None and job.sets:
            failed[metric.key] = reason
    return measured, failed
