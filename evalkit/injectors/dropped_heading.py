"""The heading that opens the target is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm

CHECK = "heading-without-counterpart"
SIDE = "target"
_LONGEST = 120
_ENDS = ".。!！?？:：;；…\"”’'」』)）"


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """The first line, where it is short and has a counterpart, neither of which ends with a mark, and the next one ends
    with one."""
    if len(paragraphs) > 1 and paragraphs[0].counterpart and len(paragraphs[0].text) <= _LONGEST:
        heading = paragraphs[0]
        ends = (heading.text, heading.counterpart, paragraphs[1].text)
        if [text.rstrip()[-1] in _ENDS for text in ends] == [False, False, True]:
            yield {0: Chance(start=0, end=len(heading.text), replacement="", elsewhere=True)}
