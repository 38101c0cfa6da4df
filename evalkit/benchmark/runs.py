"""A run: a folder with the scores of one test set, the texts and statistics they come from, findings, and a manifest by
hash.

``run.json`` is the manifest and is written last; it names every other file with its hash, so a run that was broken off
or changed is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit import __version__
from evalkit.benchmark.formats import render_scores
from evalkit.benchmark.texts import LineText, TestSet
from evalkit.data import Finding, MetricOptions, Sample
from evalkit.errors import ReadingError, ReportError
from evalkit.line_scoring import LineScores
from evalkit.metrics import Metric
from evalkit.plugins import list_names, load_plugin
from evalkit.records import make_record
from evalkit.reporting import require_writable, taking_back, write_beside
from evalkit.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MANIFEST = "run.json"
PAGE = "index.html"
_FINDINGS = "findings.jsonl"
_STAGED = ".evalkit-new"
_VERSION = 1
_FIELDS = frozenset({"options", "sampling", "metrics", "inputs", "files"})


@dataclass(frozen=True, kw_only=True, eq=False)
class Run:
    """A run that was read.

    ``texts`` has the lines of ``source`` (or null), ``references`` and ``systems`` by name, ``documents`` and
    ``domains``, and as ``lines`` the numbers of the files' lines, by role and name, where these are not 1, 2, 3 and on.
    ``findings`` is ``None`` where they were not asked for.
    """

    folder: Path
    manifest: Mapping[str, Any]
    scores: Mapping[str, Any]
    texts: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]] | None
    statistics: Mapping[str, NDArray[np.float64]]

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems of the run."""
        return tuple(self.texts["systems"])

    @property
    def metrics(self) -> tuple[str, ...]:
        """The keys of the metrics that were scored."""
        return tuple(self.manifest["metrics"])

    def find_signature(self, metric: str) -> str:
        """The signature of a metric's scores, the first system's where they differ."""
        return str(self.manifest["metrics"][metric])

    def find_score(self, metric: str, system: str) -> Mapping[str, Any]:
        """What the run says of one system's score."""
        (found,) = (one["scores"][metric] for one in self.scores["systems"] if one["system"] == system)
        return dict(found)

    @cached_property
    def options(self) -> MetricOptions:
        """The options that the metrics were made with."""
        return MetricOptions(**self.manifest["options"])

    def measure(self, metric: Metric, system: str) -> Measured:
        """What was measured of one system by a metric of this run."""
        name = _name_array(self.metrics.index(metric.key), self.systems.index(system))
        lines = tuple(self.statistics[f"{name}.lines"].astype(int).tolist())
        references = list(self.texts["references"].values())
        source, documents = self.texts["source"], self.texts["documents"]
        return Measured(
            metric=metric,
            system=system,
            reference=str(self.find_score(metric.key, system)["reference"]),
            indexes=lines,
            places=tuple((documents[line] if documents else "", line) for line in lines),
            samples=tuple(
                Sample(
                    hypothesis=self.texts["systems"][system][line],
                    source=source[line] if source else None,
                    references=tuple(reference[line] for reference in references),
                )
                for line in lines
            ),
            statistics=self.statistics[name],
        )


def create_metric(key: str, options: MetricOptions) -> Metric:
    """The metric of that key. Raises MetricUnavailableError where it cannot run here."""
    module = next(
        module for name in list_names("metrics") if (module := load_plugin("metrics", name)).KEY.lower() == key.lower()
    )
    metric: Metric = module.create(options)
    return metric


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
        for name in (MANIFEST, _FINDINGS, PAGE):
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
        **({} if findings is None else {_FINDINGS: partial(_pack_findings, findings)}),
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
        "format": _VERSION,
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


def read_run(folder: Path) -> Run:
    """The run in a folder. Raises ReadingError where there is none, or where a file is not what the manifest says."""
    import numpy as np

    manifest = _read_manifest(folder)
    files = {name: _read_file(folder / name, digest) for name, digest in manifest["files"].items()}
    with np.load(io.BytesIO(files["statistics.npz"]), allow_pickle=False) as arrays:
        statistics = {name: arrays[name] for name in arrays.files}
    return Run(
        folder=folder,
        manifest=manifest,
        scores=json.loads(files["scores.json"]),
        texts=json.loads(files["texts.json"].decode("utf-8", "surrogatepass")),
        findings=_read_findings(files.get(_FINDINGS)),
        statistics=statistics,
    )


def _read_findings(content: bytes | None) -> list[dict[str, Any]] | None:
    if content is None:
        return None
    return [json.loads(line) for line in content.decode("utf-8", "surrogatepass").split("\n") if line]


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ReadingError(
            f"{folder}: there is no run ({MANIFEST} is missing). Make one with evalkit score … --output {folder}."
        ) from error
    except OSError as error:
        raise ReadingError(
            f"{path}: the manifest cannot be read: {error.strerror}. Name the folder of a run."
        ) from error
    except ValueError as error:
        raise ReadingError(f"{path}: the manifest is no JSON: {error}. Make the run again.") from error
    if not isinstance(manifest, dict) or (manifest.get("format") == _VERSION and not manifest.keys() >= _FIELDS):
        raise ReadingError(
            f"{path}: the manifest is not whole: {', '.join(sorted(_FIELDS))} were expected in it. Make the run again."
        )
    if manifest.get("format") != _VERSION:
        raise ReadingError(
            f"{path}: this is a run of another evalkit (format {manifest.get('format')}, {_VERSION} was expected). Make the run again."
        )
    return manifest


def _read_file(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path}: the file cannot be read: {error.strerror}. Make the run again.") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise ReadingError(
            f"{path}: the file was changed since the run was made (its hash is not the manifest's). Make the run again."
        )
    return content


def _pack_statistics(scores: LineScores) -> bytes:
    import numpy as np

    arrays: dict[str, Any] = {}
    for number, metric in enumerate(scores.metrics):
        for place, system in enumerate(scores.systems):
            measured = scores.by_key[metric, system]
            arrays[_name_array(number, place)] = measured.statistics
            arrays[f"{_name_array(number, place)}.lines"] = np.array(measured.indexes)
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()


def _name_array(metric: int, system: int) -> str:
    return f"metric{metric}.system{system}"
