"""Encoding each distinct text once, for models that join the vectors of source, hypothesis and reference in a small head.

Such a model (``RegressionMetric``) encodes the three texts apart from each other, so K systems over one test set need (2 + K)/(3K) of the encoder
work that ``predict()`` does, and less where systems agree. The texts of a few source segments at a time, of all systems, are sorted by length
and go through the encoder in batches of equal work, so that little is padding and that scores are finished, and can be kept, while
the rest is still waiting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evalkit.models.devices import run_within_memory
from evalkit.models.quiet import silence_libraries

TOKENS_ON_CPU = 512
TOKENS_ON_GPU = 16_384
_BATCHES_AT_ONCE = 12


class Triple(NamedTuple):
    """The texts of one score; ``None`` for what the model does not read or the user does not have."""

    hypothesis: str
    source: str | None
    reference: str | None

    @property
    def texts(self) -> list[str]:
        """Those texts that there are."""
        return [text for text in self if text is not None]


def score_by_encoding(
    model: Any, triples: Sequence[Triple], lengths: Mapping[str, int], budget: int
) -> Iterator[dict[Triple, float]]:
    """The scores of distinct triples, a few at a time; each distinct text goes through the encoder once.

    ``lengths`` maps every text to its number of tokens; ``budget`` is how many tokens, with padding, may share a batch. Vectors are
    dropped when the last triple that needs them has its score.
    """
    uses = Counter(text for triple in triples for text in triple.texts)
    vectors: dict[str, Any] = {}
    for some in _split(triples, lengths, budget * _BATCHES_AT_ONCE):
        new = sorted({text for triple in some for text in triple.texts} - vectors.keys())
        vectors.update(encode_texts(model, new, [lengths[text] for text in new], budget))
        yield dict(zip(some, _estimate(model, some, vectors), strict=True))
        for triple in some:
            uses.subtract(triple.texts)
        for text in [text for text in vectors if uses[text] == 0]:
            del vectors[text]


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


def encode_texts(model: Any, texts: Sequence[str], lengths: Sequence[int], budget: int) -> Iterator[tuple[str, Any]]:
    """Each text with its vector, the longest first; out of memory, batches are halved."""
    longest = model.encoder.max_positions - 2
    seen = [min(length, longest) for length in lengths]
    left = set(range(len(texts)))

    def encode(budget: int) -> Iterator[tuple[str, Any]]:
        waiting = sorted(left)
        for batch in make_batches([seen[index] for index in waiting], budget):
            indices = [waiting[position] for position in batch]
            encoded = _encode_batch(model, [texts[index] for index in indices])
            left.difference_update(indices)
            yield from zip([texts[index] for index in indices], encoded, strict=True)

    return run_within_memory(budget, encode)


def _encode_batch(model: Any, texts: list[str]) -> Any:
    import torch

    with silence_libraries(), torch.inference_mode():
        inputs = model.encoder.prepare_sample(texts).to(model.device)
        return model.get_sentence_embedding(inputs["input_ids"], inputs["attention_mask"])


def make_batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """The indices of all texts in batches that hold at most ``budget`` tokens with their padding (one text may exceed it), longest first."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _estimate(model: Any, triples: Sequence[Triple], vectors: Mapping[str, Any]) -> list[float]:
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
    return scores
