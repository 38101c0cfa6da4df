"""The libraries that pages carry are those that were published: hash, version and licence agree with what is written
down."""

from __future__ import annotations

import hashlib

import pytest

from evalkit.pages.vendoring import VENDOR, Library, load_libraries


@pytest.mark.parametrize("library", load_libraries(), ids=lambda one: one.name)
def test_a_library_is_byte_for_byte_what_is_written_down(library: Library) -> None:
    assert hashlib.sha256((VENDOR / library.file).read_bytes()).hexdigest() == library.sha256


@pytest.mark.parametrize("library", load_libraries(), ids=lambda one: one.name)
def test_a_library_names_its_version_and_brings_its_licence(library: Library) -> None:
    assert f"v{library.version} " in library.script[:200]
    assert library.licence == "ISC" and "Permission to use, copy, modify, and/or distribute" in library.licence_text


@pytest.mark.parametrize("library", load_libraries(), ids=lambda one: one.name)
def test_a_library_can_stand_in_a_page(library: Library) -> None:
    assert str(library.marked_script) == library.script
    assert "--" not in library.licence_comment


def test_no_file_of_the_folder_is_unaccounted_for() -> None:
    known = {name for one in load_libraries() for name in (one.file, one.licence_file)}
    assert {path.name for path in VENDOR.iterdir()} == known | {"vendor.json"}
