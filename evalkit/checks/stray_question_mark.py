"""A question mark asks nothing: it stands for a lost character (don?t, caf?, ?quoted?), or slipped into a sentence (of?
consular agencies).

A conversion to a character set that lacks a character writes “?” in its place. The language's own module tells which
marks are stray (for English :mod:`evalkit.languages.en.question_marks`); the other side is the witness of how many
questions are asked there. A replacement is proposed where it is clear (an apostrophe, a pair of quotes, a dash between
numbers, nothing), and never applied unseen. Known misses: before a capital letter a lost character often looks like the
end of a question. Addresses are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Segment
from evalkit.languages import get_language

CATEGORY = "Linguistic conventions/Punctuation"
SEVERITY = "minor"
MESSAGES = {
    "replace": "This “{text}” stands for a character that was lost; write “{suggestion}”.",
    "delete": "This “{text}” asks nothing; delete it.",
    "unclear": "This “{text}” asks nothing; a character was lost here. Look it up in the original.",
}


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each run of question marks."""
    for text in texts_of(segments):
        questions = _count_questions(segments, text)
        found = text.language.find_stray_question_marks([passage.text for passage in text.passages], questions)
        for passage, strays in zip(text.passages, found, strict=True):
            for one in strays:
                place = passage.place(one.start, one.end, side=text.side, suggestion=one.suggestion)
                message = "unclear" if one.suggestion is None else "replace" if one.suggestion else "delete"
                yield Fault(places=(place,), message=message, confidence=one.confidence)


def _count_questions(segments: Sequence[Segment], text: Text) -> list[int | None]:
    """For each passage of the text how many questions its counterpart asks; ``None`` where it has none."""
    counts: list[int | None] = []
    for segment in segments:
        other = segment.hypothesis_text if text.side == "source" else segment.source_text
        language = get_language(segment.language("target" if text.side == "source" else "source"))
        counts += [language.count_questions(other) if other else None] * len(segment.passages(text.side))
    return counts


FLAGGED = (
    Example(
        source="大家對各國駐渝領事機構有了全新的認識。",
        target="They have refreshed their understanding of? consular agencies of various countries.",
        text="?",
        suggestion="",
    ),
    Example(target="They don?t know that it is late.", text="?", suggestion="'"),
    Example(target="The ?pacesetters? of foreign affairs met.", text="?", suggestion='"'),
    Example(target="They met in a caf? and talked.", text="?", suggestion="é"),
    Example(target="It lasted from 2019?2021 in all.", text="?", suggestion="–"),
)
CLEAN = (
    Example(source="他们知道吗？他们不知道。", target="Do they know? They do not."),
    Example(target="What does it mean for us? Nothing."),
    Example(target="See https://example.org/search?query=word for more."),
    Example(target="“Why?” he asked. “Who knows?”"),
)
