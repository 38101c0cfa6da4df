"""Nothing heavy is loaded before it is used, and stages import only what comes before them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "torch",
    "comet",
    "pandas",
    "numpy",
    "jieba",
    "sacrebleu",
    "opencc",
    "transformers",
    "rich",
    "jinja2",
    "openpyxl",
    "defusedxml",
)


@pytest.mark.parametrize(
    "statement",
    [
        "import evalkit",
        "import evalkit.commands; evalkit.commands._run(['--help'])",
        "import evalkit.commands; evalkit.commands._run(['audit', '--help'])",
        "import evalkit.plugins as p; [p.load_plugin('metrics', n) for n in p.list_names('metrics')]",
        "import evalkit.plugins as p; [p.load_plugin('checks', n) for n in p.list_names('checks')]",
        "import evalkit.plugins as p; [p.load_plugin('writers', n) for n in p.list_names('writers')]",
        "import evalkit.plugins as p; [p.load_plugin('formats', n) for n in p.list_names('formats')]",
        "import evalkit.plugins as p; [p.load_plugin('injectors', n) for n in p.list_names('injectors')]",
        "import evalkit.plugins as p; [p.load_plugin('readers', n) for n in p.list_names('readers')]",
    ],
)
def test_it_loads_nothing_heavy(statement: str) -> None:
    code = f"import sys\n{statement}\nprint('LOADED', [m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip().endswith("LOADED []"), done.stdout + done.stderr


def test_the_public_functions_are_those_of_the_package() -> None:
    import evalkit

    assert all(callable(getattr(evalkit, name)) for name in ("audit", "evaluate", "score"))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = evalkit.nonsense
