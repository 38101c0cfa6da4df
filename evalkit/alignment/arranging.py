"""Arranging: system outputs and further references by the source paragraphs that they render, and the sets that are
scored.

Outputs have one line for each paragraph of the source, so they take the segments of their document; those of another
line count are aligned to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from evalkit.alignment.pairing import chain_passages
from evalkit.data import AS_IS, Document, EvalSet, Passage, Segment
from evalkit.reading.reading import Collection

Arranged = Mapping[str, Mapping[str, Sequence[tuple[Passage, ...]]]]
"""By system (or reference) and document: for each source paragraph the passages that render it."""


def arrange_outputs(collection: Collection) -> Arranged:
    """The outputs of a collection by source paragraph; those of another line count are aligned, as the settings then
    ask for."""
    return _arrange(collection, collection.outputs, collection.outputs_to_align)


def arrange_references(collection: Collection) -> Arranged:
    """The same for its further references."""
    return _arrange(collection, collection.references, collection.references_to_align)


def make_sets(segments: Sequence[Segment], outputs: Arranged, references: Arranged) -> tuple[EvalSet, ...]:
    """One evaluation set a system: its text beside the segments of each document it has, with every reference there is
    for them."""
    sets = []
    for system, by_document in outputs.items():
        own = tuple(
            _make_output(segment, system, by_document[segment.document.name], references)
            for segment in segments
            if segment.document.name in by_document and segment.source
        )
        if own:
            document = own[0].document
            sets.append(
                EvalSet(
                    system=system,
                    source_language=document.source_language,
                    target_language=document.target_language,
                    segments=own,
                )
            )
    return tuple(sets)


def _arrange(
    collection: Collection,
    texts: Mapping[str, Mapping[str, Sequence[Passage]]],
    to_align: frozenset[tuple[str, str]],
) -> Arranged:
    documents = {document.name: document for document in collection.documents}
    return {
        who: {
            name: _align_to_source(documents[name], passages)
            if (who, name) in to_align
            else [(passage,) for passage in passages]
            for name, passages in by_document.items()
        }
        for who, by_document in texts.items()
    }


def _align_to_source(document: Document, passages: Sequence[Passage]) -> list[tuple[Passage, ...]]:
    """For each source paragraph the passages aligned to it; what renders several paragraphs at once stands with the
    first of them."""
    arranged: list[tuple[Passage, ...]] = [()] * len(document.source)
    for bead in chain_passages(document.source, passages, (document.source_language, document.target_language)):
        if bead.source:
            arranged[bead.source[0]] = tuple(passages[j] for j in bead.target)
    return arranged


def _make_output(
    segment: Segment, system: str, rendered: Sequence[tuple[Passage, ...]], references: Arranged
) -> Segment:
    positions = [segment.document.source.index(passage) for passage in segment.source]
    existing = {AS_IS: segment.hypothesis} if segment.hypothesis else {}
    further = {
        name: tuple(chain.from_iterable(by_document[segment.document.name][i] for i in positions))
        for name, by_document in references.items()
        if segment.document.name in by_document
    }
    return replace(
        segment,
        system=system,
        hypothesis=tuple(chain.from_iterable(rendered[i] for i in positions)),
        references={**existing, **further},
        confidence=1.0,
        anchors=(),
    )
