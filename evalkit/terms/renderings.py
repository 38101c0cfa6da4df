"""Rival renderings: phrases of the target that stand for one term of the source, told from counts alone, without a
dictionary.

Phrases whose head and nearest modifier agree are one family (“Foreign Affairs Office of the City”, “Municipal Foreign
Affairs Office”), an acronym goes with the family whose initials it is. A family belongs to the term that stands in the
same segments as it does (Dice 1945: twice the shared over the sum). It is only trusted where the term's last word
stands there as part of that term and of no other, so that what differs in the target does not differ in the source.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evalkit.data import Segment
from evalkit.languages import get_language
from evalkit.languages.wording import NamePhrase, Term

Words = tuple[str, ...]
_Family = frozenset[str]
_Terms = dict[str, dict[int, list[Term]]]

_LEAST_SEGMENTS = 2
_MOST_WORDS = 9
_LEAST_DICE = 0.8
_LEAST_ALIGNED = 0.5
_FIRST_LOOK = 20
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 2, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A phrase in the target text of a segment (by its number in the collection); ``full`` are its words with an
    acronym spelt out."""

    segment: int
    phrase: NamePhrase
    full: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivals:
    """A term of the source, where it stands (by segment number), what renders it, and whether no other term keeps
    company as well."""

    terms: tuple[tuple[int, Term], ...]
    mentions: tuple[Mention, ...]
    is_only_term: bool


def find_rivals(segments: Sequence[Segment]) -> Iterator[Rivals]:
    """Every term with two renderings or more, neither of which is short for the other."""
    documents = _number_documents(segments)
    for mentions in _list_families(segments):
        if len({mention.segment for mention in mentions}) >= _LEAST_SEGMENTS and have_rivals(mentions):
            scope = [n for name in {segments[m.segment].document.name for m in mentions} for n in documents[name]]
            rivals = _find_term(segments, mentions, scope)
            if rivals is not None:
                yield rivals


def have_rivals(mentions: Sequence[Mention]) -> bool:
    """Whether two of the phrases are such that neither is a shortened form of the other."""
    forms = list(dict.fromkeys(mention.full for mention in mentions))
    return any(not _is_part(one, other) and not _is_part(other, one) for one in forms for other in forms)


def _is_part(short: Words, long: Words) -> bool:
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _number_documents(segments: Sequence[Segment]) -> Mapping[str, Sequence[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, segment in enumerate(segments):
        numbers[segment.document.name].append(number)
    return numbers


def _list_families(segments: Sequence[Segment]) -> Iterator[list[Mention]]:
    """The mentions of each family, its acronyms among them, in the order of the text."""
    families: dict[_Family, list[Mention]] = defaultdict(list)
    acronyms: dict[_Family, list[Mention]] = defaultdict(list)
    for number, segment in enumerate(segments):
        if segment.source and segment.hypothesis and segment.confidence >= _LEAST_ALIGNED:
            for phrase in get_language(segment.language("target")).find_phrases(segment.hypothesis_text):
                if len(phrase.words) > _MOST_WORDS:
                    continue
                kind = acronyms if phrase.is_acronym else families
                kind[phrase.family].append(Mention(segment=number, phrase=phrase, full=phrase.words))
    for family, members in _spell_out(families, acronyms).items():
        mentions = [*families[family], *members]
        yield sorted(mentions, key=lambda mention: (mention.segment, mention.phrase.start))


def _spell_out(
    families: Mapping[_Family, Sequence[Mention]], acronyms: Mapping[_Family, Sequence[Mention]]
) -> Mapping[_Family, Sequence[Mention]]:
    """By family the acronyms that are its initials, spelt out; of several families, that which is mentioned most."""
    full_forms = _list_initials(families, {next(iter(letters)) for letters in acronyms})
    members: dict[_Family, list[Mention]] = {family: [] for family in families}
    for letters, mentions in acronyms.items():
        known = full_forms.get(next(iter(letters)))
        if known:
            (family, words), _ = known.most_common(1)[0]
            members[family] += [
                Mention(segment=one.segment, phrase=one.phrase, full=(*one.phrase.core[:-1], *words))
                for one in mentions
                if len(one.phrase.core) == len(one.phrase.words)
            ]
    return members


def _list_initials(
    families: Mapping[_Family, Sequence[Mention]], wanted: set[str]
) -> Mapping[str, Counter[tuple[_Family, Words]]]:
    full_forms: dict[str, Counter[tuple[_Family, Words]]] = defaultdict(Counter)
    for family, mentions in families.items():
        for mention in mentions:
            core = mention.phrase.core
            for length in range(_SHORTEST_ACRONYM, min(len(core), _LONGEST_ACRONYM) + 1):
                initials = "".join(word[0] for word in core[-length:]).upper()
                if initials in wanted:
                    full_forms[initials][family, core[-length:]] += 1
    return full_forms


def _find_term(segments: Sequence[Segment], mentions: Sequence[Mention], scope: Sequence[int]) -> Rivals | None:
    """The term that keeps company with the mentions, and those of them that stand where it alone can be meant."""
    where = sorted({mention.segment for mention in mentions})
    terms = _collect_terms(segments, where)
    _add_elsewhere(terms, segments, set(scope).difference(where))
    scores = {key: 2 * len(found.keys() & set(where)) / (len(where) + len(found)) for key, found in terms.items()}
    best = max(scores.values(), default=0.0)
    if best < _LEAST_DICE:
        return None
    equals = [key for key, score in scores.items() if score == best]
    key = max(equals, key=len)
    is_only_term = all(other in key for other in equals)
    return _keep_alone(terms[key], mentions, where, is_only_term=is_only_term)


def _keep_alone(
    term: Mapping[int, Sequence[Term]], mentions: Sequence[Mention], where: Sequence[int], *, is_only_term: bool
) -> Rivals | None:
    """The mentions in segments where the term stands by itself, if these still have rivals."""
    alone = {number for number, found in term.items() if all(one.alone for one in found)}
    kept = tuple(mention for mention in mentions if mention.segment in alone)
    if len({mention.segment for mention in kept}) < _LEAST_SEGMENTS or not have_rivals(kept):
        return None
    places = tuple((number, one) for number in sorted(alone.intersection(where)) for one in term[number])
    return Rivals(terms=places, mentions=kept, is_only_term=is_only_term)


def _collect_terms(segments: Sequence[Segment], where: Sequence[int]) -> _Terms:
    """The terms that stand in so many of the segments that they may keep company; none where a first look finds
    none."""
    least = _LEAST_DICE / (2 - _LEAST_DICE)
    terms: defaultdict[str, dict[int, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for count, number in enumerate(where):
        if count == _FIRST_LOOK and all(len(found) < count * least / 2 for found in terms.values()):
            return {}
        segment = segments[number]
        for term in _terms_of(segment.source_text, segment.language("source")):
            terms[term.key][number].append(term)
    return {key: found for key, found in terms.items() if len(found) >= len(where) * least}


def _add_elsewhere(terms: _Terms, segments: Sequence[Segment], elsewhere: Iterable[int]) -> None:
    """Add where else the terms stand; only segments that hold one as it was written before are looked at."""
    written = {
        segments[number].source_text[term.start : term.end]
        for found in terms.values()
        for number, group in found.items()
        for term in group
    }
    for number in elsewhere if written else ():
        source = segments[number].source_text
        if any(text in source for text in written):
            for term in _terms_of(source, segments[number].language("source")):
                if term.key in terms:
                    terms[term.key].setdefault(number, []).append(term)


@lru_cache(maxsize=4096)
def _terms_of(text: str, language: str) -> Sequence[Term]:
    return get_language(language).find_terms(text)
