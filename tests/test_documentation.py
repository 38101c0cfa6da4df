"""What the README shows is what the commands print, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Done, run, run_apart

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def shown_output(command: str) -> list[str]:
    """The lines that the README shows under a command, without those that only say that something is left out."""
    block = README.split(f"    $ {command}\n", 1)[1].split("\n\n## ")[0]
    lines = []
    for line in block.split("\n"):
        if line and not line.startswith("    "):
            break
        lines.append(line.removeprefix("    "))
    return [line for line in lines if line.strip() and line.strip() != "…"]


def print_output(command: str, folder: Path, running: Callable[..., Done] = run) -> str:
    program, *arguments = command.split()
    assert program == "evalkit"
    done = running(*arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


COMMANDS = {"evalkit audit seeds": run_apart, "evalkit align seeds/003_cceaf48a5aa94307.txt": run}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_shows_what_a_command_prints(command: str) -> None:
    printed = print_output(command, ROOT, COMMANDS[command]).split("\n")
    shown = shown_output(command)
    assert len(shown) >= 5
    assert [line for line in shown if line not in printed] == []


def test_the_readme_shows_the_scores_of_wmt22(data: Path) -> None:
    command = next(line.strip()[2:] for line in README.split("\n") if line.startswith("    $ evalkit score"))
    printed = print_output(command, data / "wmt22" / "zh-en").split("\n")
    assert [line for line in shown_output(command) if line not in printed] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_of_documentation_is_linked_from_the_readme() -> None:
    assert [page.name for page in sorted((ROOT / "docs").glob("*.md")) if f"docs/{page.name}" not in README] == []


def test_the_architecture_names_every_module_and_folder_of_the_package() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "evalkit"
    modules = {path.name for path in package.glob("[a-z]*.py")}
    folders = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    named = set(re.findall(r"`([a-z_]+(?:\.py|/))", page))
    assert modules | folders <= named
    assert [name for name in named if not list(package.rglob(name.rstrip("/")))] == []
    assert [path for path in re.findall(r"`([a-z_]+/[a-z_/]+\.py)`", page) if not (package / path).exists()] == []
