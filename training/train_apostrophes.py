"""Makes evalkit/languages/en/apostrophe_weights.json from the English text of the folder EVALKIT_DATA.

    EVALKIT_DATA=... python training/train_apostrophes.py

Needs scikit-learn. The first three quarters of every text are learned from (`damaging.cut_documents`), the rest is
never read here: `measure_apostrophes.py` reports on it. Systems' renderings of the same sources add wordings, each at
less weight. Where the originals themselves lack an apostrophe, `missing_apostrophes.tsv` says so: each place was read
among those that a model, which had not learned from it, was surest of.

1. Every apostrophe is stripped; a model for each kind of candidate learns which words lost one: a regularised weighted
   sum, for possessives mixed with boosted trees.
2. Out-of-fold scores of sound, stripped and half-stripped versions of every document train a second weighted sum, over
   what the rest of the document shows.
3. On the same out-of-fold probabilities the bounds are set from which a finding is shown, or safe.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
from damaging import Damaged, cut_documents, cut_outputs, drop_apostrophes

from evalkit.data import SHOWN_CONFIDENCE
from evalkit.languages.en.apostrophe_context import Context
from evalkit.languages.en.apostrophe_features import Candidate, find_candidates
from evalkit.languages.en.apostrophe_model import (
    Linear,
    Mixture,
    Trees,
    describe_texts,
    is_no_word,
    name_group,
    tell_probability,
)

_WEIGHTS = Path(__file__).resolve().parents[1] / "evalkit/languages/en/apostrophe_weights.json"
_MISSING = Path(__file__).resolve().parent / "missing_apostrophes.tsv"
_KINDS = ("possessive", "contraction", "its")
_FOLDS = 5
_SHARE = 0.6
_RARE = 40
_SHOWN_PRECISION = {"possessive": 0.98, "contraction": 0.98, "its": 0.98}
_SAFE_PRECISION, _SAFE_CASES = 0.995, 200


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document: its candidates, whether each lost an apostrophe, and what it had."""

    damaged: Damaged
    fold: int
    weight: float
    kept: int
    words: int
    candidates: Sequence[Candidate]
    lost: Sequence[bool]


def make_version(damaged: Damaged, *, weight: float = 1.0) -> Version:
    context = Context(damaged.paragraphs)
    candidates = [_share_names(candidate) for candidate in find_candidates(context)]
    lost = [any(c.word.start < gap <= c.word.end for gap in damaged.lost[c.paragraph]) for c in candidates]
    fold = int(damaged.name.rsplit(":", 1)[1]) // 150 % _FOLDS
    return Version(damaged, fold, weight, sum(context.kept), sum(context.sizes), candidates, lost)


def _share_names(candidate: Candidate) -> Candidate:
    """The same candidate; all of a hundred thousand have the same few thousand names of features."""
    return replace(candidate, features={intern(name): value for name, value in candidate.features.items()})


def make_versions(data: Path) -> dict[str, list[Version]]:
    """The documents to tune on: stripped, sound, and with half of their apostrophes; and the stripped outputs of
    systems."""
    chance = random.Random(1)
    documents = correct_originals(list(cut_documents(data, part="tune")))
    return {
        "stripped": [make_version(drop_apostrophes(*document, lambda mark: True)) for document in documents],
        "sound": [make_version(drop_apostrophes(*document, lambda mark: False)) for document in documents],
        "half": [
            make_version(drop_apostrophes(*document, lambda mark: chance.random() < 0.5), weight=0.3)
            for document in documents
        ],
        "outputs": [
            make_version(drop_apostrophes(*document, lambda mark: True), weight=0.4)
            for document in cut_outputs(data, part="tune")
        ],
    }


def correct_originals(documents: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """The documents with the apostrophes that they lack."""
    texts = {name: list(paragraphs) for name, paragraphs in documents}
    with _MISSING.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            paragraphs, number = texts[row["document"]], int(row["paragraph"])
            if paragraphs[number].count(row["text"]) != 1:
                raise SystemExit(f"{_MISSING}: {row['text']!r} is not once in {row['document']}, paragraph {number}")
            paragraphs[number] = paragraphs[number].replace(row["text"], row["corrected"])
    return [(name, tuple(paragraphs)) for name, paragraphs in texts.items()]


def list_rows(versions: Iterable[Version], kind: str) -> list[tuple[Candidate, bool, float]]:
    return [
        (candidate, lost, version.weight)
        for version in versions
        for candidate, lost in zip(version.candidates, version.lost, strict=True)
        if candidate.kind == kind
    ]


def fit_words(versions: Sequence[Version], kind: str) -> Linear | Mixture:
    rows = list_rows(versions, kind)
    labels = [lost for _, lost, _ in rows]
    weights = [weight for *_, weight in rows]
    features = [candidate.features for candidate, *_ in rows]
    if kind == "possessive":
        linear = fit_linear(features, labels, weights, strength=0.3, rare=8)
        return Mixture(share=_SHARE, trees=fit_trees(features, labels, weights), linear=linear)
    return fit_linear(features, labels, weights, strength=0.5, rare=5)


def vectorise(features: Sequence[Any], rare: int) -> tuple[list[str], Any]:
    counts = Counter(name for row in features for name, value in row.items() if value)
    names = sorted(name for name, count in counts.items() if count >= rare)
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(features), len(names)), np.float32)
    for index, row in enumerate(features):
        for name, value in row.items():
            if name in column:
                matrix[index, column[name]] = value
    return names, matrix


def fit_linear(
    features: Sequence[Any], labels: Sequence[bool], weights: Sequence[float], *, strength: float, rare: int
) -> Linear:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    names, matrix = vectorise(features, rare)
    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-6)
    scaled = csr_matrix(matrix / scale)
    model = LogisticRegression(C=strength, max_iter=2000).fit(scaled, labels, sample_weight=weights)
    values = model.coef_[0] / scale
    kept = {name: round(float(value), 4) for name, value in zip(names, values, strict=True) if abs(value) >= 0.001}
    return Linear(bias=round(float(model.intercept_[0]), 4), weights=kept)


def fit_trees(
    features: Sequence[Any], labels: Sequence[bool], weights: Sequence[float], *, iterations: int = 100
) -> Trees:
    from sklearn.ensemble import HistGradientBoostingClassifier

    names, matrix = vectorise(features, _RARE)
    model = HistGradientBoostingClassifier(
        max_iter=iterations,
        learning_rate=0.12,
        max_leaf_nodes=12,
        l2_regularization=5,
        min_samples_leaf=10,
        max_features=0.3,
        early_stopping=False,
        random_state=1,
    ).fit(matrix, labels, sample_weight=weights)
    trees = [write_branch(iteration[0].nodes, 0, names) for iteration in model._predictors]
    return Trees(bias=round(float(model._baseline_prediction.ravel()[0]), 4), trees=trees)


def write_branch(nodes: Any, index: int, names: Sequence[str]) -> Any:
    node = nodes[index]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    below, above = (write_branch(nodes, int(node[side]), names) for side in ("left", "right"))
    return [names[node["feature_idx"]], round(float(node["num_threshold"]), 4), below, above]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the second stage sees of a candidate, the group whose bound makes it safe, whether it lost an apostrophe, and
    whether its proposal would then be right."""

    features: dict[str, float]
    group: str
    lost: bool
    right: bool
    weight: float


def judge_versions(versions: Iterable[Version], folds: Sequence[dict[str, Any]]) -> dict[str, list[Judged]]:
    """The candidates of each kind, scored by the models that have not seen their fold."""
    judged: dict[str, list[Judged]] = {kind: [] for kind in _KINDS}
    for version in versions:
        models = folds[version.fold]
        scores = [models[candidate.kind].score(candidate.features) for candidate in version.candidates]
        no_word = [is_no_word(candidate.features) for candidate in version.candidates]
        rows = describe_texts(no_word, scores, kept=version.kept, words=version.words)
        for candidate, row, lost in zip(version.candidates, rows, version.lost, strict=True):
            plural = candidate.kind == "possessive" and models["plural"].score(candidate.features) > 0
            right = lost and (candidate.kind != "possessive" or plural == is_plural(version, candidate))
            group = name_group(candidate.kind, candidate.features)
            judged[candidate.kind].append(Judged(row, group, lost, right, version.weight))
    return judged


def is_plural(version: Version, candidate: Candidate) -> bool:
    """Whether the apostrophe stood behind the s."""
    return candidate.word.end in version.damaged.lost[candidate.paragraph]


def choose_bound(probabilities: Any, labels: Any, *, precision: float, cases: int) -> float | None:
    """The lowest probability from which on the labels are right that often, at least that many times; ``None`` where
    there is none."""
    order = np.argsort(-probabilities)
    right = np.cumsum(labels[order]) / np.arange(1, len(order) + 1)
    reached = [at for at in np.flatnonzero(right >= precision) if at + 1 >= cases]
    return round(float(probabilities[order][reached[-1]]), 3) if reached else None


def choose_safe(probabilities: Any, right: Any, rows: Sequence[Judged]) -> dict[str, float | None]:
    """From which probability on each group's proposals are safe: the first group by itself, each further one so that
    all that are safe together are still right often enough."""
    groups = np.array([row.group for row in rows])
    chosen: dict[str, float | None] = {}
    safe = np.zeros(len(rows), dtype=bool)
    for group in sorted(set(groups)):
        pool = safe | (groups == group)
        sure = np.where(safe, 1.0, probabilities)
        chosen[group] = choose_bound(sure[pool], right[pool], precision=_SAFE_PRECISION, cases=_SAFE_CASES)
        safe |= (groups == group) & (probabilities >= (chosen[group] or np.inf))
    return chosen


def fit_plural(versions: Sequence[Version]) -> Linear:
    """Which of the lost possessives stood behind the s."""
    found = [
        (candidate.features, is_plural(version, candidate), version.weight)
        for version in versions
        for candidate, lost in zip(version.candidates, version.lost, strict=True)
        if lost and candidate.kind == "possessive"
    ]
    features, labels, weights = (list(column) for column in zip(*found, strict=True))
    return fit_linear(features, labels, weights, strength=0.1, rare=5)


def fit_all(versions: Sequence[Version]) -> dict[str, Linear | Mixture]:
    """The first stage: a model for each kind, and that of plurals."""
    return {kind: fit_words(versions, kind) for kind in _KINDS} | {"plural": fit_plural(versions)}


def write_part(part: Linear | Mixture) -> dict[str, Any]:
    if isinstance(part, Mixture):
        trees = {"bias": part.trees.bias, "trees": part.trees.trees}
        return {"share": part.share, "trees": trees, "linear": write_part(part.linear)}
    return {"bias": part.bias, "weights": part.weights}


def train_text(kind: str, rows: Sequence[Judged], content: dict[str, Any]) -> None:
    """The second stage of a kind, and the bounds from which its findings are shown, or safe."""
    text = fit_linear(
        [row.features for row in rows], [row.lost for row in rows], [row.weight for row in rows], strength=10.0, rare=1
    )
    whole = [row for row in rows if row.weight == 1.0]
    found = np.array([tell_probability(text.score(row.features)) for row in whole])
    lost, right = np.array([row.lost for row in whole]), np.array([row.right for row in whole])
    bound = choose_bound(found, lost, precision=_SHOWN_PRECISION[kind], cases=50) or 1.0
    shown = max(bound, SHOWN_CONFIDENCE)
    content["text"][kind], content["shown"][kind] = write_part(text), shown
    content["safe"] |= (
        dict.fromkeys({row.group for row in whole}) if kind == "its" else choose_safe(found, right, whole)
    )
    at = found >= shown
    sys.stdout.write(
        f"{kind}: shown from {shown}, precision {lost[at].mean():.3f}, recall {lost[at].sum() / lost.sum():.3f} of {lost.sum()}; "
        f"safe from {content['safe']}\n"
    )


def main() -> None:
    versions = make_versions(Path(os.environ["EVALKIT_DATA"]))
    learned = versions["stripped"] + versions["outputs"]
    folds = [fit_all([version for version in learned if version.fold != fold]) for fold in range(_FOLDS)]
    judged = judge_versions(versions["sound"] + versions["stripped"] + versions["half"], folds)
    parts = {name: write_part(part) for name, part in fit_all(learned).items()}
    content: dict[str, Any] = {"about": "Made by training/train_apostrophes.py.", "text": {}, "shown": {}, "safe": {}}
    for kind in _KINDS:
        train_text(kind, judged[kind], content)
    content |= {"plural": parts.pop("plural"), "word": parts}
    _WEIGHTS.write_text(write_json(content), "utf-8")


def write_json(content: dict[str, Any]) -> str:
    """One line for each tree and each weight, so that a change can be read."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    trees = content["word"]["possessive"]["trees"]["trees"]
    marker = json.dumps(trees, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * 4)
    lines = ",\n     ".join(json.dumps(tree, ensure_ascii=False) for tree in trees)
    return text.replace(marker, f"[\n     {lines}\n    ]") + "\n"


if __name__ == "__main__":
    main()
