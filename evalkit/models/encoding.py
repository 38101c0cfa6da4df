"""Encoding each distinct text once, for models that join the vectors of source, hypothesis and reference in a small
head.

Such a model (``RegressionMetric``) encodes the three texts apart from each other, so K systems over one test set need
(2 + K)/(3K) of the encoder work that ``predict()`` does, and less where systems agree. The texts of a few source
segments at a time, of all systems, are sorted by length and cut into the batches that cost least. Sources and
references go first, so that every batch of hypotheses is at once scores, which can be kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, NamedTuple, Protocol

from evalkit.models.devices import multiply_fast, run_within_memory
from evalkit.models.quiet import silence_libraries

TOKENS_ON_CPU = 512
TOKENS_ON_GPU = 16_384
_BATCHES_AT_ONCE = 12
_BATCH_COST = 32
"""What a batch costs by itself, reading the weights for the most part, in tokens (measured on a CPU with an encoder of
the large size: 24 to 44)."""


class Triple(NamedTuple):
    """The texts of one score; ``None`` for what the model does not read or the user does not have."""

    hypothesis: str
    source: str | None
    reference: str | None

    @property
    def texts(self) -> list[str]:
        """Those texts that there are."""
        return [text for text in self if text is not None]

    @property
    def shared(self) -> list[str]:
        """The source and the reference: what other systems' triples have as well."""
        return [text for text in self[1:] if text is not None]


class Shelf(Protocol):
    """Where vectors of sources and references are found again, by another run too."""

    def find(self, texts: Sequence[str]) -> Mapping[str, Any]:
        """The vectors that are there, by their texts."""

    def keep(self, vectors: Mapping[str, Any]) -> None:
        """Takes vectors in."""


def score_by_encoding(
    model: Any,
    triples: Sequence[Triple],
    lengths: Mapping[str, int],
    budget: int,
    *,
    shelf: Shelf,
    vectors: dict[str, Any] | None = None,
) -> Iterator[dict[Triple, float]]:
    """The scores of distinct triples, a batch at a time; each distinct text goes through the encoder once.

    ``lengths`` maps every text to its number of tokens; ``budget`` is how many tokens, with padding, may share a batch.
    ``vectors`` are those that are known already. Vectors are dropped when the last triple that needs them has its
    score.
    """
    uses = Counter(text for triple in triples for text in triple.texts)
    vectors = {} if vectors is None else vectors
    for some in _split(triples, lengths, budget * _BATCHES_AT_ONCE):
        encode_shared(model, some, lengths, budget, shelf=shelf, vectors=vectors)
        yield from _score_some(model, some, lengths, budget, vectors)
        for triple in some:
            uses.subtract(triple.texts)
        for text in [text for text in vectors if uses[text] <= 0]:
            del vectors[text]


def _score_some(
    model: Any, triples: Sequence[Triple], lengths: Mapping[str, int], budget: int, vectors: dict[str, Any]
) -> Iterator[dict[Triple, float]]:
    """The scores of triples whose sources and references are encoded: first those whose hypothesis is too."""
    waiting: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        waiting[triple.hypothesis].append(triple)
    ready = [triple for text in waiting if text in vectors for triple in waiting[text]]
    if ready:
        yield estimate(model, ready, vectors)
    new = [text for text in waiting if text not in vectors]
    for batch in _encode_texts(model, new, lengths, budget):
        vectors.update(batch)
        yield estimate(model, [triple for text in batch for triple in waiting[text]], vectors)


def encode_shared(
    model: Any,
    triples: Sequence[Triple],
    lengths: Mapping[str, int],
    budget: int,
    *,
    shelf: Shelf,
    vectors: dict[str, Any],
) -> None:
    """Adds the vectors of the triples' sources and references to ``vectors``: from the shelf, or encoded and put there
    batch by batch."""
    missing = _list_missing((text for triple in triples for text in triple.shared), vectors)
    vectors.update({text: vector.to(model.device) for text, vector in shelf.find(missing).items()})
    for batch in _encode_texts(model, _list_missing(missing, vectors), lengths, budget):
        vectors.update(batch)
        shelf.keep(batch)


def encode_hypotheses(
    model: Any, triples: Sequence[Triple], lengths: Mapping[str, int], budget: int, *, vectors: dict[str, Any]
) -> None:
    """Adds the vectors of the triples' hypotheses to ``vectors``."""
    missing = _list_missing((triple.hypothesis for triple in triples), vectors)
    for batch in _encode_texts(model, missing, lengths, budget):
        vectors.update(batch)


def _list_missing(texts: Iterable[str], vectors: Mapping[str, Any]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text not in vectors]


def _split(triples: Sequence[Triple], lengths: Mapping[str, int], tokens: int) -> Iterator[list[Triple]]:
    """All triples in parts of about so many tokens; triples with one source stay together, the longest go first."""
    by_source: dict[str | None, list[Triple]] = defaultdict(list)
    for triple in triples:
        by_source[triple.source].append(triple)
    part: list[Triple] = []
    work = 0
    for group in sorted(by_source.values(), key=lambda group: -_longest(group, lengths)):
        part += group
        work += sum(lengths[text] for text in {text for triple in group for text in triple.texts})
        if work >= tokens:
            yield part
            part, work = [], 0
    if part:
        yield part


def _longest(triples: Sequence[Triple], lengths: Mapping[str, int]) -> int:
    return max(lengths[text] for triple in triples for text in triple.texts)


def _encode_texts(
    model: Any, texts: Sequence[str], lengths: Mapping[str, int], budget: int
) -> Iterator[dict[str, Any]]:
    """The texts with their vectors, a batch at a time, the longest first; out of memory, batches are halved."""
    longest = model.encoder.max_positions - 2
    left = dict.fromkeys(texts)

    def encode(budget: int) -> Iterator[dict[str, Any]]:
        waiting = list(left)
        for batch in make_batches([min(lengths[text], longest) for text in waiting], budget):
            some = [waiting[index] for index in batch]
            encoded = dict(zip(some, _encode_batch(model, some), strict=True))
            for text in some:
                del left[text]
            yield encoded

    return run_within_memory(budget, encode)


def _encode_batch(model: Any, texts: list[str]) -> Any:
    import torch

    fast = multiply_fast() if model.device.type == "cpu" else nullcontext()
    with silence_libraries(), torch.inference_mode(), fast:
        inputs = model.encoder.prepare_sample(texts).to(model.device)
        return model.get_sentence_embedding(inputs["input_ids"], inputs["attention_mask"]).float()


def make_batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """The indices of all texts in the batches that cost least, longest first: tokens with padding, and a fixed cost for
    each batch.

    A batch holds at most ``budget`` tokens with its padding; one text alone may exceed that. The best cut of the sorted
    texts is found by dynamic programming over where the last batch starts.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    costs, starts = [0], [0]
    for end in range(1, len(order) + 1):
        best, start = costs[end - 1] + _BATCH_COST + lengths[order[end - 1]], end - 1
        for first in range(end - 2, -1, -1):
            tokens = (end - first) * lengths[order[first]]
            if tokens > budget:
                break
            if costs[first] + _BATCH_COST + tokens < best:
                best, start = costs[first] + _BATCH_COST + tokens, first
        costs.append(best)
        starts.append(start)
    cuts = [len(order)]
    while cuts[-1]:
        cuts.append(starts[cuts[-1]])
    for end, start in zip(cuts[-2::-1], cuts[:0:-1], strict=True):
        yield order[start:end]


def estimate(model: Any, triples: Sequence[Triple], vectors: Mapping[str, Any]) -> dict[Triple, float]:
    """The head's score of each triple."""
    import torch

    def stack(texts: Sequence[str | None]) -> Any:
        return torch.stack([vectors[text] for text in texts if text is not None])

    with torch.inference_mode():
        found = model.estimate(
            src_sentemb=stack([triple.source for triple in triples]),
            mt_sentemb=stack([triple.hypothesis for triple in triples]),
            ref_sentemb=stack([triple.reference for triple in triples]),
        )
        scores: list[float] = found.score.float().reshape(-1).tolist()
    return dict(zip(triples, scores, strict=True))
