"""What every reader promises, whatever it reads."""

from __future__ import annotations

from collections import Counter

import pytest

from evalkit.plugins import list_names, load_plugin


@pytest.mark.parametrize("name", list_names("readers"))
def test_a_reader_is_explained_and_names_its_endings(name: str) -> None:
    reader = load_plugin("readers", name)
    assert len(reader.__doc__) > 40
    assert callable(reader.read)
    assert reader.EXTENSIONS
    assert all(extension.startswith(".") and extension == extension.lower() for extension in reader.EXTENSIONS)


def test_no_ending_has_two_readers() -> None:
    counts = Counter(
        extension for name in list_names("readers") for extension in load_plugin("readers", name).EXTENSIONS
    )
    assert set(counts.values()) == {1}
