"""A test set as evaluation sets: one a system, whose segments stand in the documents that the test set names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from evalkit.data import Document, EvalSet, Passage, Segment
from evalkit.data.test_sets import TestSet


def make_line_sets(test_set: TestSet, *, source_language: str, target_language: str) -> tuple[EvalSet, ...]:
    """One evaluation set a system. Documents are shared by the systems; without names for them there is one, called
    like the first file.

    All texts must have the same number of lines.
    """
    documents = _make_documents(test_set, source_language, target_language)
    indexes = _count_within(documents)
    references = [
        {name: (text.lines[line],) for name, text in test_set.references.items()} for line in range(len(documents))
    ]
    source = [(passage,) for passage in test_set.source.lines] if test_set.source else [()] * len(documents)
    return tuple(
        EvalSet(
            system=system,
            source_language=source_language,
            target_language=target_language,
            segments=tuple(
                Segment(
                    document=documents[line],
                    index=indexes[line],
                    source=source[line],
                    hypothesis=(passage,),
                    references=references[line],
                    system=system,
                )
                for line, passage in enumerate(text.lines)
            ),
        )
        for system, text in test_set.systems.items()
    )


def _make_documents(test_set: TestSet, source_language: str, target_language: str) -> list[Document]:
    """The document of each line."""
    first = test_set.texts[0]
    names: Sequence[str] = test_set.documents or (PurePath(first.path).name,) * len(first.lines)
    source: dict[str, list[Passage]] = {name: [] for name in names}
    for name, passage in zip(names, test_set.source.lines if test_set.source else (), strict=bool(test_set.source)):
        source[name].append(passage)
    made = {
        name: Document(
            name=name,
            folder="",
            paths=(first.path,),
            source_language=source_language,
            target_language=target_language,
            source=tuple(lines),
            target=(),
        )
        for name, lines in source.items()
    }
    return [made[name] for name in names]


def _count_within(documents: Sequence[Document]) -> list[int]:
    counts: dict[str, int] = {}
    indexes = []
    for document in documents:
        indexes.append(counts.get(document.name, 0))
        counts[document.name] = indexes[-1] + 1
    return indexes
