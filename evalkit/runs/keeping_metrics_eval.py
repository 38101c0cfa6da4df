"""The folder layout of mt-metrics-eval, written: the texts that were scored and their scores; read by
:mod:`evalkit.reading.metrics_eval`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.data import NO_REFERENCE
from evalkit.data.test_sets import LineText, TestSet
from evalkit.errors import PairingError
from evalkit.files.whole_writes import require_new_folder, taking_back, write_beside

if TYPE_CHECKING:
    from evalkit.comparing.line_scores import LineScores


def keep_metrics_eval(scores: LineScores, folder: Path) -> None:
    """Writes the texts that were scored and every segment and system score; :func:`read_metrics_eval` gives the same
    texts again.

    A metric's name has the reference behind it, or ``src`` where it read none. Raises ReportError where the folder
    holds anything or cannot be written, and PairingError for a text or a name that the layout cannot hold.
    """
    require_new_folder(folder)
    of_segments: dict[str, dict[str, list[float | None]]] = {}
    of_systems: dict[str, dict[str, float]] = {}
    for one in scores.measured:
        name = f"{one.metric.key}-{'src' if one.reference == NO_REFERENCE else one.reference}"
        values: list[float | None] = [None] * len(scores.test_set.systems[one.system].lines)
        for index, value in zip(one.indexes, scores.segment_scores[one.metric.key, one.system].tolist(), strict=True):
            values[index] = value
        of_segments.setdefault(name, {})[one.system] = values
        of_systems.setdefault(name, {})[one.system] = scores.resampled[one.metric.key, one.system].score
    pair = f"{scores.options.source_language}-{scores.options.target_language}"
    write_metrics_eval(scores.test_set, of_segments, folder, pair=pair, totals=of_systems)


def write_metrics_eval(
    test_set: TestSet,
    scores: Mapping[str, Mapping[str, Iterable[float | None]]],
    folder: Path,
    *,
    pair: str,
    totals: Mapping[str, Mapping[str, float]] | None = None,
) -> None:
    """Writes a test set and, by metric and system, its segments' scores (``None`` where there is none) and systems'
    scores.

    Raises ReportError where the folder cannot be written, PairingError for a text or a name that the layout cannot
    hold.
    """
    for text in test_set.texts:
        _require_single_lines(text)
    files = _list_texts(test_set, pair)
    for metric, by_system in scores.items():
        files[f"metric-scores/{pair}/{_fit(metric)}.seg.score"] = [
            f"{system}\t{value!r}" for system, values in by_system.items() for value in values
        ]
    for metric, values_by_system in (totals or {}).items():
        files[f"metric-scores/{pair}/{_fit(metric)}.sys.score"] = [
            f"{system}\t{value!r}" for system, value in values_by_system.items()
        ]
    with taking_back(folder, files):
        for name, lines in files.items():
            write_beside(folder / name, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))


def _list_texts(test_set: TestSet, pair: str) -> dict[str, list[str]]:
    """The lines of every file of texts and documents, by its path."""
    files: dict[str, list[str]] = {}
    if test_set.source is not None:
        files[f"sources/{pair}.txt"] = test_set.source.texts
    files.update({f"references/{pair}.{_fit(name)}.txt": text.texts for name, text in test_set.references.items()})
    files.update({f"system-outputs/{pair}/{_fit(name)}.txt": text.texts for name, text in test_set.systems.items()})
    if test_set.documents:
        domains = test_set.domains or ("all",) * len(test_set.documents)
        named = zip(domains, test_set.documents, strict=True)
        files[f"documents/{pair}.docs"] = [f"{domain}\t{document}" for domain, document in named]
    return files


def _require_single_lines(text: LineText) -> None:
    for passage in text.lines:
        if "\n" in passage.text or passage.text.endswith("\r"):
            raise PairingError(
                f"{passage.path}:{passage.line}: the text has a line break in it, which mt-metrics-eval's layout of one line a segment cannot hold. "
                "Take it out."
            )


def _fit(name: str) -> str:
    if name.startswith(".") or any(character in name for character in "/\\\0\t\n"):
        raise PairingError(f"“{name}” cannot be a file's name in mt-metrics-eval's layout. Rename it.")
    return name
