"""A term of the user's glossary is not rendered as the glossary says, or by a variant that it forbids.

Runs where a glossary is given (``glossary`` in ``evalkit.toml``, or ``--glossary``). A term of the source that stands
inside a longer one counts as the longer one; inflected forms of the rendering count as the rendering, and upper and
lower case are the same. Where the head of the rendering stands in the target (“the Office”), it may be a shortened
form, and the finding is less sure. Where the alignment is uncertain the check is silent.

Measured with ``training/measure_words.py`` on WMT22 zh-en, glossaries of Latin names: 370 of 376 broken renderings
found, one further finding, right or not, in 450.

Known false alarms: pronouns and left-out repeats, a source word that is the term in its letters only. Known misses: a
term that is rendered once right and once otherwise in one segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.data import Example, Fault, GlossaryEntry, Place, Segment
from evalkit.languages import get_language
from evalkit.terms.lookup import Found, make_index

CATEGORY = "Terminology/Inconsistent with terminology resource"
SEVERITY = "major"
MESSAGES = {
    "missing": "The glossary renders {source} as {targets}, which does not stand in the rendering.",
    "forbidden": "The glossary forbids “{text}” for {source}. Write {targets}.",
    "forbidden-only": "The glossary forbids “{text}” for {source}.",
}

_LEAST_ALIGNED = 0.5
_FORBIDDEN, _MISSING, _PERHAPS_SHORTENED = 0.95, 0.85, 0.5


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each forbidden variant, and one for each term of a segment that is not rendered as it should be."""
    glossary = segments[0].document.glossary
    for segment in segments if glossary else ():
        if segment.source and segment.hypothesis and segment.confidence >= _LEAST_ALIGNED:
            yield from _check_segment(segment, glossary)


def _check_segment(segment: Segment, glossary: tuple[GlossaryEntry, ...]) -> Iterator[Fault]:
    source_index = make_index(tuple(entry.source for entry in glossary), segment.language("source"))
    stands: dict[str, list[Found]] = {}
    for found in source_index.find(segment.source_text):
        stands.setdefault(found.term, []).append(found)
    for entry in glossary:
        if entry.source in stands:
            yield from _check_entry(segment, entry, stands[entry.source])


def _check_entry(segment: Segment, entry: GlossaryEntry, stands: Sequence[Found]) -> Iterator[Fault]:
    index = make_index((*entry.targets, *entry.forbidden), segment.language("target"))
    rendered = index.find(segment.hypothesis_text)
    source = segment.place_span(stands[0].start, stands[0].end, side="source")
    parameters = {"source": source.text, "targets": " or ".join(f"“{target}”" for target in entry.targets)}
    forbidden = [found for found in rendered if found.term in entry.forbidden]
    for found in forbidden:
        yield Fault(
            places=(_place_forbidden(segment, entry, found), source),
            message="forbidden" if entry.targets else "forbidden-only",
            parameters=parameters,
            confidence=_FORBIDDEN,
        )
    if entry.targets and not rendered:
        shortened = _may_be_shortened(segment, entry)
        yield Fault(
            places=(source,),
            message="missing",
            parameters=parameters,
            confidence=round((_PERHAPS_SHORTENED if shortened else _MISSING) * segment.confidence, 3),
        )


def _place_forbidden(segment: Segment, entry: GlossaryEntry, found: Found) -> Place:
    suggestion = entry.targets[0] if len(entry.targets) == 1 else None
    if suggestion and segment.hypothesis_text[found.start].isupper():
        suggestion = suggestion[0].upper() + suggestion[1:]
    return segment.place_span(found.start, found.end, side="target", suggestion=suggestion)


def _may_be_shortened(segment: Segment, entry: GlossaryEntry) -> bool:
    """Whether the last word of a rendering of several words stands in the target."""
    language = get_language(segment.language("target"))
    words = {key for token in language.list_tokens(segment.hypothesis_text) for key in token.keys}
    heads = [tokens[-1] for target in entry.targets if len(tokens := language.list_tokens(target)) > 1]
    return any(words.intersection(head.keys) for head in heads)


_OFFICE = GlossaryEntry(source="市政府外办", targets=("Municipal Foreign Affairs Office",), forbidden=("FAO",))
FLAGGED = (
    Example(
        source="記者到市政府外辦採訪。",
        target="Reporters visited the FAO.",
        glossary=(_OFFICE,),
        text="FAO",
        suggestion="Municipal Foreign Affairs Office",
    ),
    Example(source="记者到市政府外办采访。", target="Reporters went there.", glossary=(_OFFICE,), text="市政府外办"),
)
CLEAN = (
    Example(
        source="记者到市政府外办采访。",
        target="Reporters visited the municipal foreign affairs offices.",
        glossary=(_OFFICE,),
    ),
    Example(source="记者到成都采访。", target="Reporters visited the FAO.", glossary=(_OFFICE,)),
    Example(
        source="记者到市政府外办采访。",
        target="Reporters visited the Foreign Affairs Office.",
        glossary=(
            GlossaryEntry(source="外办", targets=("external affairs office",)),
            GlossaryEntry(source="市政府外办", targets=("Foreign Affairs Office",)),
        ),
    ),
    Example(source="记者到市政府外办采访。", target="Reporters went there."),
)
