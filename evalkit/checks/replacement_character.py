"""A character was lost in a conversion: the replacement character � stands in its place, or its wreck (ï¿½, 锟斤拷).

A decoder puts U+FFFD where bytes fit no character; saved as UTF-8 and read as Windows-1252 it becomes ï¿½, read as GBK
锟斤拷. What stood there cannot be told from it, so nothing is proposed. One finding for a text, with all its places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.checks import texts_of
from evalkit.data import Example, Fault, Segment

CATEGORY = "Design and markup/Character formatting"
SEVERITY = "major"
MESSAGES = {
    "lost": "A character was lost here when the text was converted ({count} places). Look it up in the original."
}

_LOST = re.compile("\ufffd+|(?:ï¿½)+|(?:锟斤拷)+")


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side of a document."""
    for text in texts_of(segments):
        places = tuple(
            passage.place(match.start(), match.end(), side=text.side)
            for passage in text.passages
            for match in _LOST.finditer(passage.text)
        )
        if places:
            yield Fault(places=places, message="lost", parameters={"count": len(places)}, about="")


FLAGGED = (
    Example(target="the Women\ufffds Committee", text="\ufffd"),
    Example(target="the Womenï¿½s Committee", text="ï¿½"),
    Example(source="外事锟斤拷大楼", text="锟斤拷"),
)
CLEAN = (Example(source="外事大樓？", target="the Women's Committee?"),)
