"""COMET where its package is missing: the rest of evalkit does not notice, and the reason says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import evalkit
from evalkit.data import MetricOptions
from evalkit.errors import MetricUnavailableError
from evalkit.metrics.comet import create


def test_importing_the_metric_loads_neither_torch_nor_comet_nor_the_hub() -> None:
    program = (
        "import sys, evalkit.metrics.comet, evalkit.models\n"
        "print(sorted({'torch', 'comet', 'transformers', 'huggingface_hub', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    folder = Path(evalkit.__file__).parents[1]
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, cwd=folder, check=True
    )
    assert found.stdout.strip() == "[]"


def test_without_its_package_the_reason_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    with pytest.raises(
        MetricUnavailableError, match=r'not installed, install it with: pip install "evalkit-mt\[comet\]"'
    ):
        create(MetricOptions())


def test_on_a_later_python_the_reason_says_which_ones_comet_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    with pytest.raises(MetricUnavailableError, match=r"COMET needs Python 3\.11 or 3\.12 and this is Python 3\.14"):
        create(MetricOptions())


def test_the_reason_that_make_gives_comes_before_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALKIT_COMET_PROBLEM", "pip found no torch for this machine, see make.log.")
    with pytest.raises(MetricUnavailableError, match=r"^pip found no torch for this machine, see make\.log\.$"):
        create(MetricOptions())
