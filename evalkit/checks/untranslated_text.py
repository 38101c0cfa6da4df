"""Words of the source's language stand in the target: they were left untranslated.

In a script that the target's language does not have (Chinese in English) every run counts. In letters that every
language borrows (English in Chinese) only a run of four words or more counts, with at least two in lower case, and only
where it stands in the source too. Words in brackets behind their rendering, and words in quotation marks, are left
alone, for a translator gives originals that way.

Known false alarms: text about the writing itself. Known misses: single words in a script that both languages use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from evalkit.data import Document, Example, Fault, Passage, Segment
from evalkit.languages import Language, get_language

CATEGORY = "Accuracy/Untranslated"
SEVERITY = "major"
MESSAGES = {
    "word": "“{text}” was left untranslated.",
    "whole": "This passage is still mostly in the source's language.",
}
YIELDS_TO = ("copied-source", "mojibake")

_KEPT = re.compile(
    r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|“[^“”]*”|\"[^\"]*\"|「[^「」]*」|《[^《》]*》|‘[^‘’]*’|\S*(?:://|www\.|@)\S*|`[^`]*`"
)
_BORROWED = re.compile(r"[A-Za-z][A-Za-z0-9'’.\-]*(?:,? (?:[A-Za-z][A-Za-z0-9'’.\-]*|&|[0-9]+)){3,}")
_LOWER = re.compile(r"(?<![\w'’])[a-z][a-z'’\-]{3,}(?![\w'’])")
_LEAST_WORDS, _LEAST_LENGTH = 2, 4
_MOSTLY = {False: 0.5, True: 0.8}
_BARS = "丨一"
_CONFIDENCE = {"verbatim": 0.95, "elsewhere": 0.85, "borrowed": 0.9}


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each run of untranslated words, or one for a passage that mostly is one."""
    for segment in segments:
        if not segment.document.source:
            continue
        for passage in segment.hypothesis:
            spans = find_words(segment.document, passage.text)
            if spans:
                yield from _report(segment, passage, spans)


def find_words(document: Document, line: str) -> list[tuple[int, int]]:
    """The spans of a target line that are words of the source's language; none where both share a script."""
    source, target = get_language(document.source_language), get_language(document.target_language)
    if _is_borrowed(source):
        return [] if _is_borrowed(target) else _find_borrowed(document, line)
    if line.isascii() or any(target.letters.match(letter) for letter in source.letters.findall(line)[:1]):
        return []
    run = _compile_run(source.letters.pattern)
    return [match.span() for match in run.finditer(line) if match[0].strip(_BARS)]


def _is_borrowed(language: Language) -> bool:
    """Whether the language is written in Latin letters, which every language borrows words in."""
    return bool(language.letters.match("a"))


@cache
def _compile_run(letter: str) -> re.Pattern[str]:
    return re.compile(f"(?:{letter})+(?:[·、，]?(?:{letter})+)*")


def _find_borrowed(document: Document, line: str) -> list[tuple[int, int]]:
    runs = [match for match in _BORROWED.finditer(line) if len(_LOWER.findall(match[0])) >= _LEAST_WORDS]
    source = " ".join(passage.text for passage in document.source).lower() if runs else ""
    return [match.span() for match in runs if match[0].lower().rstrip(".") in source]


def _report(segment: Segment, passage: Passage, spans: Sequence[tuple[int, int]]) -> Iterator[Fault]:
    borrowed = _is_borrowed(get_language(segment.document.source_language))
    length = sum(end - start for start, end in spans)
    if length > _MOSTLY[borrowed] * len(passage.text) and length > _LEAST_LENGTH:
        yield Fault(
            places=(passage.place(0, len(passage.text), side="target"),),
            message="whole",
            confidence=_CONFIDENCE["verbatim"],
        )
        return
    kept = [match.span() for match in _KEPT.finditer(passage.text)]
    for start, end in spans:
        if not any(first <= start < last for first, last in kept):
            word = passage.text[start:end]
            how = "borrowed" if borrowed else "verbatim" if word in segment.source_text else "elsewhere"
            yield Fault(places=(passage.place(start, end, side="target"),), message="word", confidence=_CONFIDENCE[how])


FLAGGED = (
    Example(source="會議在外事大樓舉行。", target="The meeting was held in the 外事大樓 today.", text="外事大樓"),
    Example(
        source="They visited the old town hall in May.",
        target="他们在五月的时候一起参观了 visited the old town hall 这座建筑，大家都很高兴。",
        source_language="en",
        target_language="zh",
        text="visited the old town hall",
    ),
)
CLEAN = (
    Example(source="王廣成致辭。", target="Wang Guangcheng (王廣成) spoke under the sign “福”."),
    Example(
        source="Joint Aid for Dogs is sold by the Royal Mail.",
        target="Joint Aid for Dogs 由 Royal Mail 销售。",
        source_language="en",
        target_language="zh",
    ),
    Example(source="新媒体丨会议举行。", target="New Media丨The meeting was held."),
)
