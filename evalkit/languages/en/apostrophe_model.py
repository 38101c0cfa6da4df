"""The statistical model behind the apostrophe check: it reads its weights from ``apostrophe_weights.json`` and scores
candidates.

First every candidate gets log-odds as if its text had lost all apostrophes: a weighted sum of its features for
contractions, its mean with decision trees for possessives. Then what the rest of the text shows (apostrophes kept,
other words that lost theirs) turns them into a probability. ``training/train_apostrophes.py`` makes the weights and
says how.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_LARGEST = 4.0
_NO_WORD = ("form no word", "small spelt 0 stem 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A bias and one weight for each feature; the result is a log-odds."""

    bias: float
    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """The log-odds; a feature without a weight counts nothing."""
        find = self.weights.get
        return self.bias + sum([find(name, 0.0) * value for name, value in features.items() if value])


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """A bias and decision trees whose leaves are added; a branch is ``[feature, bound, where not above, where
    above]``."""

    bias: float
    trees: Sequence[Any]

    def score(self, features: Mapping[str, float]) -> float:
        """The log-odds; a feature that is not there is 0."""
        total, find = self.bias, features.get
        for node in self.trees:
            # A candidate passes 450 branches, and most of what a text costs is spent here.
            while type(node) is list:
                name, bound, below, above = node
                node = below if find(name, 0.0) <= bound else above
            total += node
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A weighted sum and decision trees that err in different places: the trees' share of the log-odds, the rest is the
    sum's."""

    share: float
    trees: Trees
    linear: Linear

    def score(self, features: Mapping[str, float]) -> float:
        """The log-odds between those of the two."""
        return self.share * self.trees.score(features) + (1 - self.share) * self.linear.score(features)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """All parts of the model by kind of candidate: word, text, and from which probability a finding is shown, or safe
    (``None``: never; by :func:`name_group`)."""

    word: Mapping[str, Linear | Mixture]
    text: Mapping[str, Linear]
    plural: Linear
    shown: Mapping[str, float]
    safe: Mapping[str, float | None]


@cache
def load_weights() -> Weights:
    """The weights beside this file."""
    path = resources.files("evalkit.languages.en").joinpath("apostrophe_weights.json")
    return parse_weights(json.loads(path.read_text("utf-8")))


def parse_weights(content: Mapping[str, Any]) -> Weights:
    """The weights in the content of the file."""
    return Weights(
        word={kind: _parse_word(part) for kind, part in content["word"].items()},
        text={kind: Linear(**part) for kind, part in content["text"].items()},
        plural=Linear(**content["plural"]),
        shown=content["shown"],
        safe=content["safe"],
    )


def _parse_word(part: Mapping[str, Any]) -> Linear | Mixture:
    if "share" not in part:
        return Linear(**part)
    return Mixture(share=part["share"], trees=Trees(**part["trees"]), linear=Linear(**part["linear"]))


def tell_probability(log_odds: float) -> float:
    """The probability that belongs to a log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def name_group(kind: str, features: Mapping[str, float]) -> str:
    """The kind of a candidate; of possessives, those apart whose word is commoner with an apostrophe than without one
    (people's), for which less evidence is enough to be safe."""
    return "common possessive" if kind == "possessive" and features["possessive less word"] > 0 else kind


def is_no_word(features: Mapping[str, float]) -> bool:
    """Whether a candidate of these features can only be a word that lost its apostrophe."""
    return any(name in features for name in _NO_WORD)


def describe_texts(
    no_word: Sequence[bool], log_odds: Sequence[float], *, kept: int, words: int
) -> Iterator[dict[str, float]]:
    """For each candidate, what the rest of its text says: ``kept`` apostrophes inside ``words`` words, and the other
    candidates.

    Candidates are given by whether they are no word (:func:`is_no_word`) and by what the word's own features say.

    A text whose apostrophes were all dropped shows it twice: it keeps none, and more of its words look as if they had
    lost one than a sound text ever has. Each other candidate adds -log(1 - p), its evidence against a sound text.
    """
    evidence = [min(-math.log(1 - tell_probability(score) + 1e-9), _LARGEST) for score in log_odds]
    impossible = [float(one or score > _LARGEST) for one, score in zip(no_word, log_odds, strict=True)]
    everything, all_impossible = sum(evidence), sum(impossible)
    for index, score in enumerate(log_odds):
        others = math.log1p(max(0.0, everything - evidence[index]))
        strong = math.log1p(all_impossible - impossible[index])
        none_kept = float(kept == 0)
        yield {
            "word": score,
            "no word": float(no_word[index]),
            "no word, kept": no_word[index] * math.log1p(kept),
            "none kept": none_kept,
            "kept": math.log1p(kept),
            "kept in 100 words": math.log1p(100 * kept / max(words, 1)),
            "word, none kept": score * none_kept,
            "length, none kept": math.log1p(words) * none_kept,
            "other words": others,
            "other words, none kept": others * none_kept,
            "other words, kept": others * math.log1p(kept),
            "sure words": strong,
            "sure words, none kept": strong * none_kept,
            "word, other words": score * others,
            "word, kept": score * math.log1p(kept),
        }
