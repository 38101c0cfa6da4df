"""Files that are made to do harm, or that are simply broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
"""A declaration that makes ``&b;`` a hundred letters; ten more lines like it would make it gigabytes."""
THEFT = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
"""A declaration that would read a file of this machine for ``&a;``."""


def make_archive(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """A ZIP archive of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def replace_member(path: Path, name: str, content: str | bytes) -> Path:
    """The archive with one member replaced, or added."""
    members = {}
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    return make_archive(path, {**members, name: content})


def understate_size(path: Path, name: str, size: int) -> Path:
    """The archive, with a member's size in its directory stated as smaller than it is."""
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    while data[entry + 46 : entry + 46 + len(name)] != name.encode():
        entry = data.index(b"PK\x01\x02", entry + 4)
    data[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    path.write_bytes(data)
    return path
