"""A word is no word of the language, and one letter away from a frequent one.

Dictionary, frequencies and proposals are the language's (:mod:`evalkit.languages.en.misspelling`). Never reported are:
spellings of another variety, words that occur twice in the text, words that stand on the other side in the same letters
or as a reading of its characters, words with a capital inside a sentence, parts of addresses, and what lost its
apostrophe. Only the rendering is looked at.

Measured with ``training/measure_words.py`` on the last third of English news and web text: 92 of 125 words with a wrong
letter found (.74), 95 findings, 93 right; the proposal is right for .91. On the references of WMT22 zh-en 1 finding in
1,000 pairs, half of them misspelt.

Known false alarms: rare words that nearly are frequent ones, words of other languages. Known misses: misspellings that
are words (“form” for “from”), names, misspellings that are frequent on the web (“occured”), words misspelt twice in the
same way, misspellings by two letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from evalkit.data import Example, Fault, Passage, Segment
from evalkit.languages import Correction, get_language

CATEGORY = "Linguistic conventions/Spelling"
SEVERITY = "minor"
MESSAGES = {"misspelt": "“{text}” is in no dictionary; it may stand for “{suggestion}”."}
YIELDS_TO = ("dropped-apostrophe", "misspelt-name")

_Found = tuple[Segment, Passage, Correction]


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each word of the target that is likely misspelt."""
    language = get_language(segments[0].language("target"))
    found = [
        (segment, passage, correction)
        for segment in segments
        for passage in segment.hypothesis
        for correction in language.find_misspellings(passage.text)
    ]
    counts = Counter(_word_of(one) for one in found)
    for one in found:
        segment, passage, correction = one
        if counts[_word_of(one)] == 1 and not _stands_on_other_side(_word_of(one), segment):
            place = passage.place(correction.start, correction.end, side="target", suggestion=correction.suggestion)
            yield Fault(places=(place,), message="misspelt", confidence=correction.confidence)


def _word_of(found: _Found) -> str:
    _, passage, correction = found
    return passage.text[correction.start : correction.end].casefold()


def _stands_on_other_side(word: str, segment: Segment) -> bool:
    """Whether the source has the word, or characters that may be read so."""
    source = segment.source_text
    return word in source.casefold() or word in get_language(segment.language("source")).spell_words(source)


FLAGGED = (
    Example(target="The goverment met on Friday.", text="goverment", suggestion="government"),
    Example(source="他们收到了邀请。", target="They recieved an invitation.", text="recieved", suggestion="received"),
)
CLEAN = (
    Example(target="The colour of the programme was favourably received."),
    Example(source="她穿着汉服喝白酒。", target="She wore hanfu and drank baijiu."),
    Example(target="The womens committee didnt meet."),
    Example(target="See www.goverment.example or mail recieved@example.org."),
)
