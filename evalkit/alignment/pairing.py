"""Pairing: documents in, segments out.

Paragraphs of the two sides are aligned (:mod:`evalkit.alignment.aligning`), sentences inside them on request. A segment is a bead
of paragraphs: source passages and what answers to them; an empty side is an omission or an addition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby

from evalkit.alignment.aligning import align_units
from evalkit.alignment.endings import tell_endings
from evalkit.alignment.habits import SENTENCES, Habits
from evalkit.alignment.units import Keys, Unit
from evalkit.data import Bead, Document, Passage, Segment, join_passages
from evalkit.facts.anchoring import collect_shared_keys, find_anchors
from evalkit.languages import get_language

_FEWEST_LINES = 10
"""A text of fewer lines is never taken for one with one sentence a line."""
_SINGLE = 2 / 3
_SURE = 0.8
"""The confidence from which on a bead of paragraphs bounds its sentences."""


def pair_document(document: Document, *, anchored: bool = True) -> tuple[Segment, ...]:
    """The segments of a document, in the order of the text; its existing rendering is the hypothesis under audit.

    Segments that are not ``anchored`` carry no facts: whoever needs some compares the texts then
    (:func:`evalkit.facts.anchoring.anchors_of`).
    """
    beads = align_document(document) if anchored else _align_paragraphs(document)
    return tuple(
        Segment(
            document=document,
            index=index,
            source=tuple(document.source[i] for i in bead.source),
            hypothesis=tuple(document.target[j] for j in bead.target),
            confidence=bead.confidence,
            anchors=bead.anchors,
        )
        for index, bead in enumerate(beads)
    )


def align_document(document: Document) -> list[Bead]:
    """The beads of a document's paragraphs, with confidence and anchors. Those that its file gives stand; what is
    between them is aligned."""
    beads = _align_paragraphs(document)
    return [_find_facts(bead, document.source, document.target, _languages_of(document)) for bead in beads]


def _align_paragraphs(document: Document) -> list[Bead]:
    """The same without anchors."""
    beads: list[Bead] = []
    source = target = 0
    for given in document.beads:
        source_end, target_end = (*given.source, source)[0], (*given.target, target)[0]
        beads += _align_stretch(document, (source, source_end), (target, target_end))
        beads.append(given)
        source, target = source_end + len(given.source), target_end + len(given.target)
    return beads + _align_stretch(document, (source, len(document.source)), (target, len(document.target)))


def _align_stretch(document: Document, source: tuple[int, int], target: tuple[int, int]) -> list[Bead]:
    """The beads of a stretch of each side, from one unit up to another."""
    if source[0] == source[1] and target[0] == target[1]:
        return []
    beads = chain_passages(document.source[slice(*source)], document.target[slice(*target)], _languages_of(document))
    return [_shift(bead, source[0], target[0]) for bead in beads]


def _languages_of(document: Document) -> tuple[str, str]:
    return document.source_language, document.target_language


def _shift(bead: Bead, source: int, target: int) -> Bead:
    """The bead with its units counted from further back."""
    return replace(bead, source=tuple(source + i for i in bead.source), target=tuple(target + j for j in bead.target))


def align_passages(
    source: Sequence[Passage],
    target: Sequence[Passage],
    *,
    source_language: str,
    target_language: str,
    habits: Habits | None = None,
    headings: bool = True,
) -> list[Bead]:
    """The beads of two runs of passages, with confidence and anchors. Headings are kept apart from body text unless
    told otherwise."""
    languages = source_language, target_language
    beads = chain_passages(source, target, languages, habits=habits, headings=headings)
    return [_find_facts(bead, source, target, languages) for bead in beads]


def chain_passages(
    source: Sequence[Passage],
    target: Sequence[Passage],
    languages: tuple[str, str],
    *,
    habits: Habits | None = None,
    headings: bool = True,
) -> list[Bead]:
    """The beads of two runs of passages, without anchors."""
    keys = collect_shared_keys(
        [passage.text for passage in source],
        [passage.text for passage in target],
        source_language=languages[0],
        target_language=languages[1],
    )
    return align_units(
        _make_units(source, languages[0], keys[0], headings=headings),
        _make_units(target, languages[1], keys[1], headings=headings),
        habits=habits,
    )


def _find_facts(bead: Bead, source: Sequence[Passage], target: Sequence[Passage], languages: tuple[str, str]) -> Bead:
    """The bead with the facts that its two sides share or do not."""
    if not bead.source or not bead.target:
        return bead
    texts = (
        join_passages([source[i] for i in bead.source], language=languages[0]),
        join_passages([target[j] for j in bead.target], language=languages[1]),
    )
    return replace(bead, anchors=find_anchors(*texts, source_language=languages[0], target_language=languages[1]))


def align_sentences(document: Document) -> tuple[tuple[Passage, ...], tuple[Passage, ...], list[Bead]]:
    """The sentences of both sides and their beads: paragraphs are aligned first, then the sentences inside each bead of
    paragraphs.

    A side with one sentence a line is not cut any further. As its lines are no paragraphs, all sentences are then
    aligned at once.
    """
    sources = _cut_sentences(document.source, document.source_language)
    targets = _cut_sentences(document.target, document.target_language)
    beads: list[Bead] = []
    source_done = target_done = 0
    for paragraphs in _choose_paragraphs(document):
        source = list(chain.from_iterable(sources[i] for i in paragraphs.source))
        target = list(chain.from_iterable(targets[j] for j in paragraphs.target))
        inside = align_passages(
            source,
            target,
            source_language=document.source_language,
            target_language=document.target_language,
            habits=SENTENCES,
            headings=False,
        )
        beads += [
            replace(_shift(bead, source_done, target_done), confidence=bead.confidence * paragraphs.confidence)
            for bead in inside
        ]
        source_done += len(source)
        target_done += len(target)
    return tuple(chain.from_iterable(sources)), tuple(chain.from_iterable(targets)), beads


def has_sentence_lines(passages: Sequence[Passage], language: str) -> bool:
    """Whether a text has one sentence a line: ten lines or more, two thirds of which hold no end of a sentence but
    their own."""
    single = sum(len(split_passage(passage, language)) == 1 for passage in passages)
    return len(passages) >= _FEWEST_LINES and single >= _SINGLE * len(passages)


def _cut_sentences(passages: Sequence[Passage], language: str) -> list[list[Passage]]:
    """The sentences of each passage."""
    if has_sentence_lines(passages, language):
        return [[passage] for passage in passages]
    return [split_passage(passage, language) for passage in passages]


def _choose_paragraphs(document: Document) -> list[Bead]:
    """The beads that sentences may not cross; neighbouring ones that are in doubt are one."""
    sides = (document.source, document.source_language), (document.target, document.target_language)
    if not document.beads and any(has_sentence_lines(*side) for side in sides):
        source, target = (tuple(range(len(passages))) for passages, _ in sides)
        return [Bead(source=source, target=target, confidence=1.0)]
    joined: list[Bead] = []
    for doubtful, run in groupby(_align_paragraphs(document), key=lambda bead: bead.confidence < _SURE):
        beads = list(run)
        joined += [_join_beads(beads)] if doubtful else beads
    return joined


def _join_beads(beads: Sequence[Bead]) -> Bead:
    """All in one; where they are several it is their borders that are in doubt, and those are gone."""
    return Bead(
        source=tuple(chain.from_iterable(bead.source for bead in beads)),
        target=tuple(chain.from_iterable(bead.target for bead in beads)),
        confidence=1.0 if len(beads) > 1 else beads[0].confidence,
    )


def split_passage(passage: Passage, language: str) -> list[Passage]:
    """The sentences of a passage, each with its own column."""
    return [passage.cut(start, end) for start, end in get_language(language).split_sentences(passage.text)]


def is_heading(passages: Sequence[Passage], index: int, language: str) -> bool:
    """Whether a paragraph opens its block and does not end as a sentence does, while the next one of the block does."""
    opens = index == 0 or passages[index].line > passages[index - 1].line + 1
    follows = index + 1 < len(passages) and passages[index + 1].line == passages[index].line + 1
    return (
        opens
        and follows
        and not ends_as_sentence(passages[index].text, language)
        and ends_as_sentence(passages[index + 1].text, language)
    )


def ends_as_sentence(text: str, language: str) -> bool:
    """Whether a text ends with a sentence's closing punctuation."""
    stripped = text.rstrip()
    return any(match.end() == len(stripped) for match in get_language(language).sentence_end.finditer(stripped))


def _make_units(passages: Sequence[Passage], language: str, keys: Sequence[Keys], *, headings: bool) -> list[Unit]:
    endings = tell_endings([passage.text for passage in passages])
    return [
        Unit(
            length=len(passage.text.strip()),
            keys=own,
            words=get_language(language).translate_words(passage.text),
            is_heading=headings and is_heading(passages, index, language),
            ending=ending,
        )
        for index, (passage, own, ending) in enumerate(zip(passages, keys, endings, strict=True))
    ]
