"""The folder layout of mt-metrics-eval, read and written.

``sources/zh-en.txt``, ``references/zh-en.refA.txt``, ``system-outputs/zh-en/SYSTEM.txt``, ``documents/zh-en.docs``
(domain, tab, document), ``metric-scores/zh-en/METRIC-REF.seg.score`` and ``.sys.score`` (system, tab, score).
<https://github.com/google-research/mt-metrics-eval>
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.benchmark.readers import read_texts
from evalkit.benchmark.texts import LineText, TestSet
from evalkit.data import NO_REFERENCE
from evalkit.errors import PairingError, ReadingError, ReportError
from evalkit.reporting import require_writable, taking_back, write_beside

if TYPE_CHECKING:
    from evalkit.line_scoring import LineScores


def is_metrics_eval(folder: Path) -> bool:
    """Whether a folder has this layout."""
    return (folder / "system-outputs").is_dir()


def read_metrics_eval(folder: Path, *, pair: str | None = None, encoding: str | None = None) -> list[LineText]:
    """Every text of one language pair; ``pair`` (``zh-en``) is needed where the folder has more than one."""
    chosen = _choose_pair(folder, pair)
    about = _read_documents(folder / "documents" / f"{chosen}.docs", encoding)
    texts = [
        *(
            _read(path, encoding, role="source", name="source")
            for path in [folder / "sources" / f"{chosen}.txt"]
            if path.exists()
        ),
        *(
            _read(path, encoding, role="reference", name=path.name.removeprefix(f"{chosen}.").removesuffix(".txt"))
            for path in sorted((folder / "references").glob(f"{chosen}.*.txt"))
        ),
        *(
            _read(path, encoding, role="hypothesis")
            for path in sorted((folder / "system-outputs" / chosen).glob("*.txt"))
        ),
    ]
    domains = tuple(domain for domain, _ in about)
    documents = tuple(document for _, document in about)
    return [replace(text, documents=documents, domains=domains) for text in texts]


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


def require_new_folder(folder: Path) -> None:
    """Raises ReportError where a folder holds anything, is a file or cannot be written."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ReportError(f"{folder} exists already, and nothing in it is overwritten. Name a new folder.")
    require_writable(folder)


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
    files: dict[str, list[str]] = {}
    for text in test_set.texts:
        _require_single_lines(text)
    if test_set.source is not None:
        files[f"sources/{pair}.txt"] = test_set.source.texts
    files.update({f"references/{pair}.{_fit(name)}.txt": text.texts for name, text in test_set.references.items()})
    files.update({f"system-outputs/{pair}/{_fit(name)}.txt": text.texts for name, text in test_set.systems.items()})
    if test_set.documents:
        domains = test_set.domains or ("all",) * len(test_set.documents)
        files[f"documents/{pair}.docs"] = [
            f"{one}\t{document}" for one, document in zip(domains, test_set.documents, strict=True)
        ]
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


def _choose_pair(folder: Path, pair: str | None) -> str:
    pairs = sorted(entry.name for entry in (folder / "system-outputs").iterdir() if entry.is_dir())
    if pair in pairs:
        return str(pair)
    if len(pairs) == 1 and pair is None:
        return pairs[0]
    if not pairs:
        raise PairingError(
            f"{folder}: system-outputs holds no folder of a language pair, e.g. zh-en. Name a folder that is laid out as mt-metrics-eval has it."
        )
    if pair is not None:
        raise PairingError(f"{folder}: there are no outputs of {pair}; there are those of {', '.join(pairs)}.")
    raise PairingError(
        f"{folder}: the folder holds {len(pairs)} language pairs ({', '.join(pairs)}) and one is scored at a time. "
        "Choose it with --source-language and --target-language."
    )


def _read(path: Path, encoding: str | None, **fields: str) -> LineText:
    (text,) = read_texts(path, encoding=encoding)
    return replace(text, **fields)  # type: ignore[arg-type]


def _read_documents(path: Path, encoding: str | None) -> list[tuple[str, str]]:
    if not path.exists():
        return []
    return read_document_lines(path, encoding)


def read_document_lines(path: Path, encoding: str | None = None) -> list[tuple[str, str]]:
    """(domain, document) of each line of a ``.docs`` file: ``domain<tab>document``, or the document alone."""
    (text,) = read_texts(path, encoding=encoding)
    rows = [line.split("\t") for line in text.texts]
    wrong = next(
        (number for number, row in enumerate(rows, start=1) if not 1 <= len(row) <= 2 or not row[-1].strip()), None
    )
    if wrong is not None:
        raise ReadingError(f"{path}:{wrong}: a document's name, or a domain, a tab and a document's name was expected.")
    return [(row[0] if len(row) == 2 else "", row[-1]) for row in rows]
