"""Findings as cards: one card for a defect that repeats, a cause at the head of what it explains, the unsure ones
apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evalkit.data import SEVERITIES, Finding, Place, Severity
from evalkit.pages.highlighting import is_whole_document, name_anchor

SURE = 0.8
"""Findings of less confidence than this are folded away, with their number in view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """One place of a card, and the id of its highlight; ``counterpart`` is a further place of the same finding."""

    place: Place
    anchor: str
    counterpart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A finding with all its repeats. ``number`` is that of its first finding; ``confidence`` the lowest of them.

    ``elsewhere`` are places in other documents, which the page does not show.
    """

    number: int
    finding: Finding
    findings: tuple[int, ...]
    places: tuple[CardPlace, ...]
    confidence: float
    elsewhere: tuple[Place, ...] = ()
    explained: tuple[Card, ...] = ()
    explained_count: int = 0

    @property
    def severity(self) -> Severity:
        """The severity of every finding on the card."""
        return self.finding.severity

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that its places are on, each once."""
        places = (self.finding.place, *(at.place for at in self.places))
        return tuple(dict.fromkeys(place.side for place in places))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """The cards of a page in reading order: causes first, then by severity and place; ``unsure`` are those to fold
    away."""

    shown: tuple[Card, ...]
    unsure: tuple[Card, ...]

    @property
    def unsure_count(self) -> int:
        """How many findings the folded cards hold."""
        return sum(len(card.findings) for card in self.unsure)


Numbered = tuple[int, Finding]


def deal_cards(findings: Sequence[Numbered], *, foreign: Collection[str] = ()) -> Deck:
    """The deck of findings that are numbered as in the page. Places in files of ``foreign`` paths stand in other
    documents."""
    causes = {finding.group for _, finding in findings} & {finding.fingerprint for _, finding in findings}
    explained: dict[str, list[Numbered]] = defaultdict(list)
    heads, unsure, single = [], [], []
    for number, finding in findings:
        if finding.fingerprint in causes:
            heads.append((number, finding))
        elif finding.confidence < SURE:
            unsure.append((number, finding))
        elif finding.group in causes:
            explained[finding.group or ""].append((number, finding))
        else:
            single.append((number, finding))
    counts = Counter(finding.group for _, finding in findings)
    cards = [
        _make_card([head], foreign, _merge(explained[head[1].fingerprint], foreign), counts[head[1].fingerprint])
        for head in heads
    ]
    return Deck(shown=_order([*cards, *_merge(single, foreign)]), unsure=_merge(unsure, foreign))


def _merge(findings: Sequence[Numbered], foreign: Collection[str]) -> tuple[Card, ...]:
    return _order([_make_card(repeats, foreign) for repeats in _collect_repeats(findings)])


def _collect_repeats(findings: Sequence[Numbered]) -> Sequence[Sequence[Numbered]]:
    """Findings that say the same of the same text, and propose the same, together."""
    repeats: dict[object, list[Numbered]] = defaultdict(list)
    for number, f in findings:
        key = (f.check, f.message, f.place.text, f.place.suggestion, f.place.side, f.severity, f.safe, f.system)
        repeats[key if f.place.text else f.fingerprint].append((number, f))
    return list(repeats.values())


def _make_card(
    repeats: Sequence[Numbered],
    foreign: Collection[str],
    explained: tuple[Card, ...] = (),
    explained_count: int = 0,
) -> Card:
    return Card(
        number=repeats[0][0],
        finding=repeats[0][1],
        findings=tuple(number for number, _ in repeats),
        places=tuple(
            CardPlace(place=place, anchor=name_anchor(number, position), counterpart=position > 0)
            for number, finding in repeats
            for position, place in enumerate((finding.place, *finding.places))
            if not is_whole_document(place) and place.path not in foreign
        ),
        elsewhere=tuple(place for _, finding in repeats for place in finding.places if place.path in foreign),
        confidence=min(finding.confidence for _, finding in repeats),
        explained=explained,
        explained_count=explained_count,
    )


def _order(cards: Sequence[Card]) -> tuple[Card, ...]:
    return tuple(
        sorted(cards, key=lambda card: (not card.explained_count, -SEVERITIES.index(card.severity), card.number))
    )
