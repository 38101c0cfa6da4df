"""XML, read safely: no entity is expanded, nothing outside the file is fetched, and what is malformed is refused with
its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from evalkit.errors import ReadingError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Inline = Literal["content", "nothing", "placeholder", "character"]
"""What an inline element leaves in the text: what is inside it, nothing, :data:`PLACEHOLDER`, or the character that it
names."""
PLACEHOLDER = "\ufffc"
"""Unicode's OBJECT REPLACEMENT CHARACTER stands for an inline element in place of which something is shown: an image, a
variable."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_BREAK = re.compile(r"[ \t]*\r?\n\s*")
_DEEPEST = 200


def parse_file(path: Path, *, shown: str, expected: str) -> Element:
    """The root element of a file, which must have that name. Raises ReadingError as :func:`parse_xml` does, and where
    the file cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{shown}: the file cannot be read: {error.strerror}.") from error
    root = parse_xml(data, shown=shown)
    if name_of(root) != expected:
        raise ReadingError(
            f"{shown}: its first element is <{name_of(root)}>; expected <{expected}>. Save the file anew."
        )
    return root


def parse_xml(data: bytes, *, shown: str) -> Element:
    """The root element. Raises ReadingError with line and column for what is malformed, and for a declared entity, used
    or not."""
    import defusedxml
    from defusedxml import ElementTree

    try:
        root: Element = ElementTree.fromstring(_recode(data), forbid_entities=True, forbid_external=True)
    except defusedxml.DefusedXmlException as error:
        raise ReadingError(
            f"{shown}: it declares an XML entity, which can make a small file huge or fetch others; none is read. Remove it."
        ) from error
    except ElementTree.ParseError as error:
        line, column = error.position
        reason = str(error).split(": line ")[0]
        raise ReadingError(f"{shown}:{line}:{column + 1}: this is not XML: {reason}. Save the file anew.") from error
    except (LookupError, ValueError) as error:
        raise ReadingError(f"{shown}: its encoding cannot be read: {error}. Save it as UTF-8.") from error
    return root


def _recode(data: bytes) -> bytes | str:
    """The file, decoded where its declaration names an encoding that the parser does not know (GBK, Big5)."""
    declared = _DECLARED.match(data[:200])
    if declared is None or declared[1].lower() in (b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-1"):
        return data
    return data.decode(declared[1].decode("ascii"))


def name_of(element: Element) -> str:
    """An element's name without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find_child(element: Element, name: str) -> Element | None:
    """The first child of that name, in whatever namespace."""
    return next((child for child in element if name_of(child) == name), None)


def walk(root: Element, inherited: Sequence[str]) -> Iterator[tuple[Element, Mapping[str, str]]]:
    """Every element in document order, with those attributes that it has or inherits; ``xml:space`` is called
    :data:`SPACE`."""
    waiting: list[tuple[Element, Mapping[str, str]]] = [(root, {})]
    while waiting:
        element, values = waiting.pop()
        own = {name: value for name in inherited if (value := element.get(name)) is not None}
        values = {**values, **own} if own else values
        yield element, values
        waiting += [(child, values) for child in reversed(element)]


def keeps_space(element: Element, inherited: bool) -> bool:
    """Whether white space in an element is to be kept, as its own ``xml:space`` says, else as what is around it
    does."""
    return {"preserve": True, "default": False}.get(element.get(SPACE, ""), inherited)


def read_inline(element: Element, rules: Mapping[str, Inline], *, keep_space: bool, joint: str, shown: str) -> str:
    """The text of an element, its inline elements treated by their names' rules; one without a rule leaves what is
    inside it.

    Unless ``keep_space`` (or its own ``xml:space``) says otherwise, a line break in the file with the white space
    around it counts as ``joint``, and white space at either end as nothing.
    """
    keep_space = keeps_space(element, keep_space)
    text = "".join(_read_parts(element, rules, joint=None if keep_space else joint, shown=shown, depth=0))
    return text if keep_space else text.strip()


def _read_parts(
    element: Element, rules: Mapping[str, Inline], *, joint: str | None, shown: str, depth: int
) -> Iterator[str]:
    if depth > _DEEPEST:
        raise ReadingError(f"{shown}: its inline elements are nested more than {_DEEPEST} deep. Save the file anew.")
    yield _fold(element.text or "", joint)
    for child in element:
        rule = rules.get(name_of(child), "content")
        if rule == "character":
            yield _name_character(child)
        elif rule == "placeholder":
            yield "\n" if _is_line_break(child) else PLACEHOLDER
        elif rule == "content" and name_of(child):
            yield from _read_parts(child, rules, joint=joint, shown=shown, depth=depth + 1)
        yield _fold(child.tail or "", joint)


def _fold(text: str, joint: str | None) -> str:
    return text if joint is None else _BREAK.sub(joint, text)


def _is_line_break(element: Element) -> bool:
    """A line break as XLIFF marks one: ``ctype="lb"`` in version 1.2, ``subType="xlf:lb"`` in 2."""
    return element.get("ctype") == "lb" or element.get("subType") == "xlf:lb"


def _name_character(element: Element) -> str:
    """The control character that XLIFF 2 writes as ``<cp hex="001A"/>``; nothing where the number is none."""
    number = element.get("hex", "")
    code = int(number, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", number) else -1
    return chr(code) if 0 <= code < 0xD800 or 0xDFFF < code <= 0x10FFFF else ""
