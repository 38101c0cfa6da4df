"""The injectors of ``evalkit selftest``: one file each, named after the fault that it puts into sound text.

An injector's module offers

- a docstring that says what is done to the text;
- ``CHECK``, the name of the check that ought to find it;
- ``find_chances(text, counterpart)``, which yields every :class:`Chance` to put the fault into one paragraph; ``counterpart`` is the text on
  the other side, or empty;
- if needed ``SIDE``, the only side whose paragraphs it damages, and ``PER_DOCUMENT``, how many faults a document takes at once.

An injector shares no code with the checks and the languages of evalkit: what both got wrong would be invisible.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """``text[start:end]`` may become ``replacement``.

    The finding is expected on these words; anywhere in the paragraph if ``anywhere``; on the paragraph's counterpart if ``elsewhere``.
    """

    start: int
    end: int
    replacement: str
    anywhere: bool = False
    elsewhere: bool = False
