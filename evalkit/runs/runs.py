"""A run: a folder with the scores of one test set, the texts and statistics they come from, findings, and a manifest by
hash; what it holds, and how it is read.

``run.json`` is the manifest and is written last; it names every other file with its hash, so a run that was broken off
or changed is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.comparing.resampling import Sampling
from evalkit.data import MetricOptions, Sample
from evalkit.data.metric import Metric
from evalkit.errors import ReadingError
from evalkit.plugins import list_names, load_plugin
from evalkit.scoring.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MANIFEST = "run.json"
PAGE = "index.html"
FINDINGS = "findings.jsonl"
VERSION = 2
_FORMER_VERSION = 1
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

    @property
    def sampling(self) -> Sampling:
        """How its differences were tested. A run of evalkit 0.1 calls sacrebleu's tests by other names."""
        given = dict(self.manifest["sampling"])
        if self.manifest["format"] == _FORMER_VERSION:
            given["test"] = {"paired-randomization": "sacrebleu-ar"}.get(given["test"], "sacrebleu-bs")
        return Sampling(**given)

    @cached_property
    def options(self) -> MetricOptions:
        """The options that the metrics were made with."""
        return MetricOptions(**self.manifest["options"])

    def measure(self, metric: Metric, system: str) -> Measured:
        """What was measured of one system by a metric of this run."""
        name = name_array(self.metrics.index(metric.key), self.systems.index(system))
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
        findings=_read_findings(files.get(FINDINGS)),
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
    known = (VERSION, _FORMER_VERSION)
    if not isinstance(manifest, dict) or (manifest.get("format") in known and not manifest.keys() >= _FIELDS):
        raise ReadingError(
            f"{path}: the manifest is not whole: {', '.join(sorted(_FIELDS))} were expected in it. Make the run again."
        )
    if manifest.get("format") not in known:
        raise ReadingError(
            f"{path}: this is a run of another evalkit (format {manifest.get('format')}, {VERSION} was expected). Make the run again."
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


def name_array(metric: int, system: int) -> str:
    """What the statistics of one score are called in ``statistics.npz``, by the numbers of its metric and system."""
    return f"metric{metric}.system{system}"
