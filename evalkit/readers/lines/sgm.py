"""SGM of NIST and of WMT up to 2020: ``srcset``, ``refset`` or ``tstset`` with ``doc`` elements of ``seg`` elements,
not always sound XML.

The five entities of XML are read as what they stand for; sacrebleu's own converter leaves them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import unescape

from evalkit.data import Passage
from evalkit.data.test_sets import LineText, Role
from evalkit.errors import ReadingError
from evalkit.files.decoding import decode_bytes
from evalkit.readers.lines import describe_notes, name_of, require_texts

SUFFIXES = (".sgm", ".sgml")

_ELEMENT = re.compile(r"<(srcset|refset|tstset|doc)\b([^>]*)>|<seg\b[^>]*>(.*?)</seg\s*>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ROLES: dict[str, Role] = {"srcset": "source", "refset": "reference", "tstset": "hypothesis"}
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


def read(path: Path, data: bytes, *, column: str | None, encoding: str | None) -> list[LineText]:
    """The one text that the file holds, or one for each ``sysid`` or ``refid`` in it."""
    if column is not None:
        raise ReadingError(f"{path}: SGM has no column “{column}”. Name the file alone.")
    text = decode_bytes(data, encoding, shown=path.as_posix())
    content = text.content
    role: Role | None = None
    set_name, document, domain = "", "", ""
    found: dict[tuple[Role | None, str], list[tuple[Passage, str, str]]] = {}
    line, counted = 1, 0
    for element in _ELEMENT.finditer(content):
        kind = (element[1] or "seg").lower()
        attributes = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(element[2] or "")}
        if kind in _ROLES:
            role = _ROLES[kind]
            set_name = attributes.get("sysid") or attributes.get("refid") or ""
        elif kind == "doc":
            document, domain = attributes.get("docid", ""), attributes.get("genre", "")
            set_name = attributes.get("sysid") or set_name
        else:
            line, counted = line + content.count("\n", counted, element.start()), element.start()
            words = unescape(element[3], _ENTITIES).strip()
            found.setdefault((role, "" if role == "source" else set_name), []).append(
                (Passage(text=words, path=path.as_posix(), line=line), document, domain)
            )
    notes = describe_notes(text, count_lines=False)
    return require_texts(
        (_make_text(path, role, name, segments, notes) for (role, name), segments in found.items()),
        path,
        "there are no <seg> elements. An SGM file of srcset, refset or tstset was expected.",
    )


def _make_text(
    path: Path, role: Role | None, name: str, segments: Sequence[tuple[Passage, str, str]], notes: tuple[str, ...]
) -> LineText:
    passages, documents, domains = zip(*segments, strict=True)
    return LineText(
        name=name or name_of(path),
        role=role,
        path=path.as_posix(),
        lines=passages,
        documents=documents if all(documents) else (),
        domains=domains if all(domains) else (),
        notes=notes,
    )
