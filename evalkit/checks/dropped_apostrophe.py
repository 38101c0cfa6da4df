"""A possessive or a contraction lost its apostrophe: Womens Federation, Chinas diplomacy, the citys exchanges, dont.

Mostly an encoding step dropped U+2019. The language's own module tells which words did (for English
:mod:`evalkit.languages.en.apostrophes`, a statistical model over the word, its neighbours and the whole text); a text
that keeps its apostrophes makes it careful, a text without any lets it see more. Known misses: possessives of common
nouns whose plural reads as well (“the reports authors”, “2 days work”; nearly half of all misses), names (“Brnos”) in a
short text, Xi'an, and a word whose apostrophe became another mark (“the farmers" protest”). Known false alarms: plural
nouns before a noun (“Online Harms Bill”), titles. A word that has an apostrophe anywhere is never reported. The other
side was tried as a witness (的 behind the noun, the word order): it adds nothing.

``safe`` begins where, on text that no weight was learned from, 787 of 789 restored possessives (220 in natural text,
569 in systems' outputs of the same few sources) and 1,602 of 1,606 contractions were right; it holds for a word
wherever the same text lost the same; never for its.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.checks import texts_of
from evalkit.data import Example, Fault, Segment

CATEGORY = "Linguistic conventions/Punctuation"
SEVERITY = "minor"
MESSAGES = {"dropped": "“{text}” has lost its apostrophe; write “{suggestion}”."}


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each word."""
    for text in texts_of(segments):
        found = text.language.restore_apostrophes([passage.text for passage in text.passages])
        for passage, corrections in zip(text.passages, found, strict=True):
            for one in corrections:
                yield Fault(
                    places=(passage.place(one.start, one.end, side=text.side, suggestion=one.suggestion),),
                    message="dropped",
                    confidence=one.confidence,
                    safe=one.certain,
                )


FLAGGED = (
    Example(
        target="The Municipal Womens Federation and the Peoples Congress met.", text="Womens", suggestion="Women's"
    ),
    Example(target="Chinas diplomacy serves Beijings interests.", text="Chinas", suggestion="China's"),
    Example(target="They said that they dont know.", text="dont", suggestion="don't"),
    Example(target="It’s late and they’re gone, and you didnt see them.", text="didnt", suggestion="didn’t"),
)
CLEAN = (
    Example(target="The women's committees and the people’s governments met."),
    Example(target="Human rights violations and payments technology were discussed for 12 years."),
    Example(target="Its members said that the committees were well prepared."),
    Example(target="The cars of the officials were parked behind sports halls."),
    Example(target="The womenʼs federation and the people＇s congress met."),
)
