"""The injectors of ``evalkit selftest``: one file each, named after the fault that it puts into sound text.

An injector's module offers

- a docstring that says what is done to the text;
- ``CHECK``, the name of the check that ought to find it;
- ``find_chances(text, counterpart)``, which yields every :class:`Chance` to put the fault into one paragraph;
  ``counterpart`` is the text on the other side, or empty; or, for a fault that shows in several paragraphs only,
  ``find_together(paragraphs, terms)``, which yields every way to put it into a document: by the number of each
  :class:`Paragraph` that it changes, the chance there. ``terms`` is the user's glossary. One way is taken;
- if needed ``SIDE``, the only side whose paragraphs it damages, and, with ``find_chances``, ``PER_DOCUMENT``, how many
  faults a document takes at once.

An injector shares no code with the checks and the languages of evalkit: what both got wrong would be invisible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Term = tuple[str, tuple[str, ...]]
"""A term of the source, and how it may be rendered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """``text[start:end]`` may become ``replacement``.

    The finding is expected on these words; anywhere in the paragraph if ``anywhere``; on the paragraph's counterpart if
    ``elsewhere``.
    """

    start: int
    end: int
    replacement: str
    anywhere: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of one side of a document, in the order of the text; ``counterpart`` is the text on the other side,
    or empty."""

    side: Literal["source", "target", "both"]
    text: str
    counterpart: str
