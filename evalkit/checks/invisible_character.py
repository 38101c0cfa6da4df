"""An invisible character stands in the text: a zero-width space, a soft hyphen, a direction mark, a no-break space
where it does harm.

It comes along when text is copied from web pages and PDF files; afterwards the word is not found by a search, is
counted as two, or is scored as wrong. Direction overrides can also make a line show another order than it has (“Trojan
Source”, CVE-2021-42574). Joiners and direction marks are left alone beside letters of scripts that need them (Arabic,
Hebrew, Indic, Thai and others) and inside emoji. A no-break space is reported at the end of a line, next to another
space, and between characters of a script that is written without spaces; elsewhere it may be meant. One finding for
each kind of character in a text, with all its places. Control characters and byte-order marks are another check's.

Deleting a zero-width space or a word joiner between two letters or digits of a script that is written without the one
and needs no other changes nothing that can be seen: that is the proof behind ``safe``.

Known false alarms: soft hyphens that were set on purpose in text that will be typeset.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of
from evalkit.data import WRITTEN_WITHOUT_SPACES, Example, Fault, Place, Segment

CATEGORY = "Design and markup/Character formatting"
SEVERITY = "minor"
MESSAGES = {
    "invisible": "An invisible character ({name}, {code}) stands here ({count} places). Delete it.",
    "direction": "A character that turns the reading direction ({name}, {code}) stands here ({count} places): the line may show another "
    "order than it has. Delete it.",
    "no-break": "A no-break space ({code}) stands where no such space belongs ({count} places).",
}
YIELDS_TO = ("control-character",)

_CONFIDENCE = 0.95
_NEEDED = "\u0590-\u08ff\u0900-\u109f\u1780-\u18af\u0e00-\u0fff\ua840-\ua87f\ufb1d-\ufdff\ufe70-\ufefc"
_EMOJI = "\u200d\u20e3\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
_INVISIBLE = re.compile(
    rf"(?<![{_NEEDED}{_EMOJI}])[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufff9-\ufffb](?![{_NEEDED}])"
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ANY = re.compile("[\u00a0\u00ad\u034f\u061c\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\ufff9-\ufffb]")
_NO_BREAK = re.compile("[ \u00a0\u202f]*[\u00a0\u202f][ \u00a0\u202f]+|[ \u00a0\u202f]+[\u00a0\u202f]|[\u00a0\u202f]$")
_BETWEEN_LETTERS = re.compile(
    "(?<=[A-Za-z0-9\u00c0-\u024f\u4e00-\u9fff])[\u200b\u2060](?=[A-Za-z0-9\u00c0-\u024f\u4e00-\u9fff])"
)


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each character that occurs."""
    for text in texts_of(segments):
        places: defaultdict[str, list[Place]] = defaultdict(list)
        safe = set()
        for place, is_safe in _find_places(text):
            character = next(filter(_ANY.match, place.text))
            places[character].append(place)
            safe |= set() if is_safe else {character}
        for character, found in places.items():
            yield _make_fault(character, found, safe=character not in safe)


def _make_fault(character: str, places: Sequence[Place], *, safe: bool) -> Fault:
    import unicodedata

    message = "no-break" if character in "\u00a0\u202f" else "direction" if character in _DIRECTION else "invisible"
    return Fault(
        places=tuple(places),
        message=message,
        parameters={
            "name": unicodedata.name(character, "unnamed").lower(),
            "code": f"U+{ord(character):04X}",
            "count": len(places),
        },
        confidence=_CONFIDENCE,
        severity="major" if character in "\u202d\u202e\u2066\u2067" else None,
        about=f"U+{ord(character):04X}",
        safe=safe,
    )


def _find_places(text: Text) -> Iterator[tuple[Place, bool]]:
    for passage in text.passages:
        line = passage.text
        if line.isascii() or not _ANY.search(line):
            continue
        mixed = bool(_RIGHT_TO_LEFT.search(line))
        proved = {match.start() for match in _BETWEEN_LETTERS.finditer(line)}
        for match in _INVISIBLE.finditer(line):
            if not (mixed and match[0] in _DIRECTION):
                place = passage.place(match.start(), match.end(), side=text.side, suggestion="")
                yield place, match.start() in proved
        for start, end, suggestion in _find_no_break(text, line):
            yield passage.place(start, end, side=text.side, suggestion=suggestion), False


def _find_no_break(text: Text, line: str) -> Iterator[tuple[int, int, str]]:
    for match in _NO_BREAK.finditer(line):
        at_edge = match.start() == 0 or match.end() == len(line)
        yield match.start(), match.end(), "" if at_edge else " "
    if text.language.code in WRITTEN_WITHOUT_SPACES:
        is_letter = text.language.letters.fullmatch
        for match in re.finditer("(?<=[^\\s])[\u00a0\u202f](?=[^\\s])", line):
            if is_letter(line[match.start() - 1]) and is_letter(line[match.end()]):
                yield match.start(), match.end(), ""


FLAGGED = (
    Example(target="the Women\u200bs Committee", text="\u200b", suggestion=""),
    Example(target="an inter\u00adnational office", text="\u00ad", suggestion=""),
    Example(target="if access\u202e level then", text="\u202e", suggestion=""),
    Example(target="the \u00a0office", text=" \u00a0", suggestion=" "),
    Example(source="外事\u00a0大樓", text="\u00a0", suggestion=""),
)
CLEAN = (
    Example(target="It costs 5\u00a0km or 3\u202f% on page\u00a07."),
    Example(target="a family 👨\u200d👩\u200d👧 and ❤️\u200d🔥"),
    Example(target="می\u200cخواهم and क्\u200dष"),
    Example(target="The word שלום\u200f! is Hebrew."),
)
