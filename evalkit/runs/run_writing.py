"""Writing a run (:mod:`evalkit.runs.runs`): beside what stands there first, then in its place."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from evalkit.comparing.line_scores import LineScores
from evalkit.data import Finding
from evalkit.data.records import make_record
from evalkit.data.test_sets import LineText, TestSet
from evalkit.errors import ReportError
from evalkit.files.whole_writes import require_writable, taking_back, write_beside
from evalkit.runs.runs import FINDINGS, MANIFEST, PAGE, VERSION, name_array
from evalkit.version import __version__
from evalkit.writers.scores import render_scores

_STAGED = ".evalkit-new"


def require_run_folder(folder: Path) -> None:
    """Raises ReportError now for what :func:`write_run` would refuse after the work: a file, a stranger's folder, one
    that cannot be made."""
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"{folder} is a file; a run needs a folder. Name another one.")
    strangers = folder.exists() and any(entry.name != _STAGED for entry in folder.iterdir())
    if strangers and not (folder / MANIFEST).exists():
        raise ReportError(
            f"{folder} holds something that is no run of evalkit's, which is not overwritten. Name a new folder."
        )
    require_writable(folder)


def write_run(
    scores: LineScores, findings: Sequence[Finding] | None, folder: Path, pages: Mapping[str, bytes] | None = None
) -> Path:
    """Writes a run, with further files in ``pages``, and returns its manifest's path; an earlier run there is replaced
    once the new one is whole.

    ``findings`` is ``None`` where the outputs were not checked. Raises ReportError where the folder is no run's or
    cannot be written; half a run is never left.
    """
    require_run_folder(folder)
    staged = folder / _STAGED
    digests: dict[str, str] = {}
    with taking_back(folder):
        shutil.rmtree(staged, ignore_errors=True)
        try:
            for name, make in _list_files(scores, findings, pages or {}).items():
                content = make()
                write_beside(staged / name, content)
                digests[name] = hashlib.sha256(content).hexdigest()
            manifest = json.dumps(_describe_run(scores, digests), ensure_ascii=False, indent=2)
            write_beside(staged / MANIFEST, f"{manifest}\n".encode())
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        _move_in(staged, folder, [*digests, MANIFEST])
    return folder / MANIFEST


def _move_in(staged: Path, folder: Path, names: Sequence[str]) -> None:
    """Renames a new run's files in, its manifest last; without that, no mixture is ever taken for a run."""
    try:
        for name in (MANIFEST, FINDINGS, PAGE):
            (folder / name).unlink(missing_ok=True)
        for name in names:
            (staged / name).replace(folder / name)
        staged.rmdir()
    except OSError as error:
        raise ReportError(
            f"{folder}: the new run could not be moved in ({error.strerror or error}); what is left of it stands in {staged}."
        ) from error


def _list_files(
    scores: LineScores, findings: Sequence[Finding] | None, pages: Mapping[str, bytes]
) -> dict[str, Callable[[], bytes]]:
    """What makes each file, so that of a large test set only one is held at a time."""
    return {
        "texts.json": lambda: _pack_texts(scores.test_set),
        "scores.json": lambda: render_scores(scores, "json").encode(),
        "scores.md": lambda: render_scores(scores, "markdown").encode(),
        **({} if findings is None else {FINDINGS: partial(_pack_findings, findings)}),
        "statistics.npz": lambda: _pack_statistics(scores),
        **{name: partial(bytes, content) for name, content in pages.items()},
    }


def _pack_findings(findings: Sequence[Finding]) -> bytes:
    records = (json.dumps(make_record(one), ensure_ascii=False) for one in findings)
    return b"".join(f"{record}\n".encode("utf-8", "surrogatepass") for record in records)


def _pack_texts(test_set: TestSet) -> bytes:
    texts = {
        "source": test_set.source.texts if test_set.source else None,
        "references": {name: text.texts for name, text in test_set.references.items()},
        "systems": {name: text.texts for name, text in test_set.systems.items()},
        "documents": list(test_set.documents),
        "domains": list(test_set.domains),
        "lines": dict(_number_lines(test_set)),
    }
    return json.dumps(texts, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _number_lines(test_set: TestSet) -> Iterator[tuple[str, list[int]]]:
    """The lines that segments stand in, of each text in which these are not 1, 2, 3 and on."""
    for name, text in test_set.named_texts:
        numbers = [passage.line for passage in text.lines]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{text.role} {name}", numbers


def _describe_run(scores: LineScores, digests: Mapping[str, str]) -> dict[str, Any]:
    """The manifest."""
    return {
        "format": VERSION,
        "evalkit": __version__,
        "options": {
            "source_language": scores.options.source_language,
            "target_language": scores.options.target_language,
            "model": scores.options.model,
        },
        "sampling": asdict(scores.sampling),
        "baseline": scores.baseline,
        "metrics": {
            key: next(sign for (one, _), sign in scores.signatures.items() if one == key) for key in scores.metrics
        },
        "segment_signatures": {
            system: {
                key: one.metric.sign(one.samples, of_segments=True)
                for (key, own), one in scores.by_key.items()
                if own == system
            }
            for system in scores.systems
        },
        "inputs": [_describe_input(name, text) for name, text in scores.test_set.named_texts],
        "files": digests,
    }


def _describe_input(name: str, text: LineText) -> dict[str, Any]:
    return {
        "role": text.role,
        "name": name,
        "path": text.path,
        "file": text.lines[0].path,
        "sha256": text.sha256,
        "segments": len(text.lines),
    }


def _pack_statistics(scores: LineScores) -> bytes:
    import numpy as np

    arrays: dict[str, Any] = {}
    for number, metric in enumerate(scores.metrics):
        for place, system in enumerate(scores.systems):
            measured = scores.by_key[metric, system]
            arrays[name_array(number, place)] = measured.statistics
            arrays[f"{name_array(number, place)}.lines"] = np.array(measured.indexes)
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()
