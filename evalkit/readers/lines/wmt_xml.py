"""WMT XML (2021 on): documents with ``src``, ``ref translator=…`` and ``hyp system=…`` elements of ``seg`` elements.

The format is that of <https://github.com/wmt-conference/wmt-format-tools>. A segment's identity is its document and its
``id``; where a reference or output lacks one that the source has, the file is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from evalkit.data import Passage
from evalkit.data.test_sets import LineText, Role
from evalkit.errors import ReadingError
from evalkit.readers.lines import require_texts

SUFFIXES = (".xml",)

_ROLES: dict[str, Role] = {"src": "source", "ref": "reference", "hyp": "hypothesis"}
_NAMES = {"source": ("lang",), "reference": ("translator",), "hypothesis": ("system",)}

Owner = tuple[Role, str]
_Place = tuple[str, str]


def read(path: Path, data: bytes, *, column: str | None, encoding: str | None) -> list[LineText]:
    """The source, every reference and every output of the file, in the order of the source's segments."""
    if column is not None:
        raise ReadingError(f"{path}: WMT XML has no column “{column}”. Name the file alone.")
    content = _Content(path=path)
    parser = expat.ParserCreate(encoding)
    parser.StartElementHandler = lambda name, attributes: content.open(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = content.close
    parser.CharacterDataHandler = content.add
    parser.EntityDeclHandler = content.refuse_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ReadingError(
            f"{path}:{error.lineno}:{error.offset + 1}: this is no XML: {expat.ErrorString(error.code)}. Mend the file."
        ) from error
    return require_texts(
        content.make_texts(), path, "there are no <src>, <ref> or <hyp> elements with segments. WMT XML was expected."
    )


@dataclass
class _Content:
    path: Path
    texts: dict[Owner, dict[_Place, Passage]] = field(default_factory=dict)
    domains: dict[str, str] = field(default_factory=dict)
    document: str = ""
    owner: Owner | None = None
    segment: tuple[str, int] | None = None
    pieces: list[str] = field(default_factory=list)

    def open(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "doc":
            self.document = attributes.get("id") or attributes.get("docid") or str(len(self.domains) + 1)
            self.domains[self.document] = attributes.get("domain", "")
        elif name in _ROLES:
            role = _ROLES[name]
            given = next((attributes[key] for key in _NAMES[role] if attributes.get(key)), role)
            self.owner = (role, "source" if role == "source" else given)
        elif name == "seg" and self.owner is not None:
            self.segment, self.pieces = (attributes.get("id", ""), line), []

    def add(self, text: str) -> None:
        if self.segment is not None:
            self.pieces.append(text)

    def close(self, name: str) -> None:
        if name == "seg" and self.segment is not None and self.owner is not None:
            identity, line = self.segment
            own = self.texts.setdefault(self.owner, {})
            place = (self.document, identity or str(len(own)))
            if place in own:
                raise ReadingError(
                    f"{self.path}:{line}: segment {identity} of document {self.document} stands there twice."
                )
            own[place] = Passage(text="".join(self.pieces).strip(), path=self.path.as_posix(), line=line)
            self.segment = None
        elif name in _ROLES:
            self.owner = None

    def refuse_entity(self, name: str, *_: Any) -> None:
        raise ReadingError(
            f"{self.path}: the file declares the entity “{name}”, which is not read. Write the text out."
        )

    def make_texts(self) -> list[LineText]:
        places = list(next((text for (role, _), text in self.texts.items() if role == "source"), {}))
        places = places or list(next(iter(self.texts.values()), {}))
        domains = tuple(self.domains[document] for document, _ in places)
        return [
            LineText(
                name=name,
                role=role,
                path=self.path.as_posix(),
                lines=self._order(role, name, segments, places),
                documents=tuple(document for document, _ in places),
                domains=domains if any(domains) else (),
            )
            for (role, name), segments in self.texts.items()
        ]

    def _order(
        self, role: Role, name: str, segments: dict[_Place, Passage], places: list[_Place]
    ) -> tuple[Passage, ...]:
        if differing := segments.keys() ^ set(places):
            document, identity = min(differing)
            raise ReadingError(
                f"{self.path}: the {role} “{name}” has {len(segments)} segments where {len(places)} were expected; segment {identity} of "
                f"document {document} is on one side only. Give every text the same segments."
            )
        return tuple(segments[place] for place in places)
