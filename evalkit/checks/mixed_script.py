"""A character of the other Chinese script stands in the text: 干部 in traditional text, where 幹部 is written.

What the language's own module (for Chinese :mod:`evalkit.languages.zh.script`) finds to fall out of the document's
script. The same character with the same proposal is one finding with all its places. Spellings that printers use side
by side and persons' names are left alone, and nothing is applied by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evalkit.checks import texts_of
from evalkit.data import Example, Fault, Passage, Segment
from evalkit.languages import Correction

CATEGORY = "Linguistic conventions/Orthography"
SEVERITY = "minor"
YIELDS_TO = ("replacement-character",)
MESSAGES = {
    "other-character": "“{text}” falls out of the script of this text ({count} places), which would write “{suggestion}”.",
    "other-script": "“{text}” in “{inside}” falls out of the script of this text ({count} places), which would write “{suggestion}”.",
}


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each character and what should stand for it."""
    for text in texts_of(segments):
        found = text.language.find_script_mixture([passage.text for passage in text.passages])
        groups: defaultdict[tuple[str, str], list[tuple[Passage, Correction]]] = defaultdict(list)
        for passage, corrections in zip(text.passages, found, strict=True):
            for one in corrections:
                groups[passage.text[one.start : one.end], one.suggestion].append((passage, one))
        for (character, wanted), group in groups.items():
            inside = group[0][1].inside
            yield Fault(
                places=tuple(
                    passage.place(one.start, one.end, side=text.side, suggestion=one.suggestion)
                    for passage, one in group
                ),
                message="other-character" if inside == character else "other-script",
                parameters={"inside": inside, "count": len(group)},
                confidence=min(one.confidence for _, one in group),
                about=f"{character} {wanted}",
            )


FLAGGED = (
    Example(source="市級機關婦聯會的女干部參加學習。", text="干", suggestion="幹"),
    Example(source="這個國家的經濟與发展，兩國關係。", text="发", suggestion="發"),
    Example(source="他们说这个国家对發展的认识还不够。", text="發", suggestion="发"),
)
CLEAN = (
    Example(source="皇后與太后參觀範圍廣闊的宮廷，對歷史表示興趣。"),
    Example(source="市政府外辦范青擔任聯絡員，瞭解各國領事館。"),
    Example(source="外交部發言人范先生說，老師姓于，這張訂單只有一個餐點，名單只列出前十名。"),
    Example(source="我們了解這項佈置與標志，對橋梁發揮重要作用。"),
    Example(source="他们说这个国家的发展很快。"),
)
