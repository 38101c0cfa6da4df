"""Damaging: which faults an injector puts into which paragraphs of a document.

Every second paragraph that offers a chance takes one fault, so that a check that goes by what a text mostly does has
something to go by. A fault that shows in several paragraphs only is put in once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from evalkit.data import Document, Passage, Segment, Side
from evalkit.injectors import Chance, Paragraph, RenderedTerm
from evalkit.plugins import explain_plugin, list_names, load_plugin

FindChances = Callable[[str, str], Iterable[Chance]]
FindTogether = Callable[[Sequence[Paragraph], Sequence[RenderedTerm]], Iterable[Mapping[int, Chance]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Injector:
    """An injector as its file declares it (see :mod:`evalkit.injectors`): one of the two functions is there.

    ``whole``: all that it does to a document is one fault, and the finding is about the whole document.
    """

    name: str
    explanation: str
    check: str
    side: Side
    per_document: int | None
    find_chances: FindChances | None = None
    find_together: FindTogether | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A chance that is taken: in which passage, and the passages that render it or that it renders."""

    passage: Passage
    chance: Chance
    others: Sequence[Passage]


@cache
def load_injector(name: str) -> Injector:
    """The injector of that name; UnknownNameError if there is none."""
    module = load_plugin("injectors", name)
    return Injector(
        name=name,
        explanation=explain_plugin("injectors", name),
        check=module.CHECK,
        side=getattr(module, "SIDE", "both"),
        per_document=getattr(module, "PER_DOCUMENT", None),
        find_chances=getattr(module, "find_chances", None),
        find_together=getattr(module, "find_together", None),
        whole=getattr(module, "WHOLE", False),
    )


def list_injectors(checks: Iterable[str]) -> list[Injector]:
    """The injectors whose faults one of these checks ought to find."""
    names = frozenset(checks)
    return [injector for name in list_names("injectors") if (injector := load_injector(name)).check in names]


def choose_damage(injector: Injector, document: Document, segments: Sequence[Segment], random: Random) -> list[Damage]:
    """What is to be done to a document; the same state of ``random`` does the same."""
    listed = list(_list_paragraphs(injector.side, segments))
    if injector.find_together is None:
        return _choose_paragraphs(injector, listed, random)
    terms = [(entry.source, entry.targets) for entry in document.glossary]
    found = list(injector.find_together([paragraph for _, paragraph, _ in listed], terms))
    chosen = random.choice(found) if found else {}
    return [
        Damage(passage=listed[number][0], chance=chance, others=listed[number][2]) for number, chance in chosen.items()
    ]


def _choose_paragraphs(
    injector: Injector, listed: Sequence[tuple[Passage, Paragraph, Sequence[Passage]]], random: Random
) -> list[Damage]:
    """One fault in every second paragraph that offers a chance, the first of them included."""
    assert injector.find_chances is not None
    offers = [
        (passage, chances, others)
        for passage, paragraph, others in listed
        if (chances := list(injector.find_chances(paragraph.text, paragraph.counterpart)))
    ]
    if injector.per_document is not None:
        offers = random.sample(offers, min(injector.per_document, len(offers))) if len(offers) > 2 else []
    else:
        offers = offers[random.randrange(2) if len(offers) > 1 else 0 :: 2]
    return [
        Damage(passage=passage, chance=random.choice(chances), others=others) for passage, chances, others in offers
    ]


def _list_paragraphs(side: Side, segments: Sequence[Segment]) -> Iterator[tuple[Passage, Paragraph, Sequence[Passage]]]:
    """Every paragraph in one piece, what an injector sees of it, and the passages on the other side."""
    for segment in segments:
        sides: tuple[tuple[Side, Sequence[Passage], str, Sequence[Passage]], ...] = (
            ("source", segment.source, segment.hypothesis_text, segment.hypothesis),
            ("target", segment.hypothesis, segment.source_text, segment.source),
        )
        for name, passages, counterpart, others in sides:
            for passage in passages if side in ("both", name) else ():
                if not passage.pieces:
                    yield passage, Paragraph(side=name, text=passage.text, counterpart=counterpart), others
