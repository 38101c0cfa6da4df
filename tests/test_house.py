"""The house: a folder imports only folders named before it, no file is long, no function tangled, no class named
twice."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "evalkit"
ORDER = (
    "data", "languages", "files", "facts", "terms", "readers", "reading", "alignment", "checks", "scoring", "models",
    "metrics", "auditing", "review", "comparing", "explaining", "tables", "pages", "jobs", "writers", "runs",
    "injectors", "selftest", "commands",
)  # fmt: skip
"""The folders in the order in which work flows through them."""
FOR_ALL = {"errors", "version", "plugins"}
"""The files at the top that every folder may use."""
FOR_COMMANDS = {"api"}
LONGEST_FILE = 300
MOST_COMPLEX = 15
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "former" not in path.parts)
IDS = [str(path.relative_to(PACKAGE)) for path in FILES]


def list_imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and room (a folder, or a file at the top) of everything of evalkit that a file imports, inside functions
    too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "evalkit":
            parts = node.module.split(".")[1:]
            for room in [parts[0]] if parts else [alias.name for alias in node.names]:
                yield node.lineno, room
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("evalkit."):
                    yield node.lineno, alias.name.split(".")[1]


def may_import(own: str, room: str) -> bool:
    if room in FOR_ALL or room == own:
        return True
    if own == "commands" and room in FOR_COMMANDS:
        return True
    return room in ORDER and ORDER.index(room) < ORDER.index(own)


def measure_complexity(function: ast.AST) -> int:
    """McCabe's number, in which every condition inside a line counts as well."""
    total = 1
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.IfExp | ast.For | ast.While | ast.ExceptHandler | ast.Assert | ast.match_case):
            total += 1
        elif isinstance(node, ast.comprehension):
            total += 1 + len(node.ifs)
        elif isinstance(node, ast.BoolOp):
            total += len(node.values) - 1
    return total


def list_public_names(path: Path) -> Iterator[str]:
    """The classes and names of types that a file offers to others."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name[:1].isupper() and not name.isupper() and not isinstance(node.value, ast.Call):
                yield name


def test_the_order_names_every_folder() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == {*ORDER, "former"}


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent != PACKAGE], ids=[name for name in IDS if "/" in name]
)
def test_a_folder_imports_only_what_comes_before_it(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0]
    assert [f"{path}:{line} imports {room}" for line, room in list_imports(path) if not may_import(own, room)] == []


@pytest.mark.parametrize("name", sorted(FOR_ALL))
def test_what_all_use_imports_nothing_but_errors(name: str) -> None:
    assert {room for _, room in list_imports(PACKAGE / f"{name}.py")} <= {"errors"}


def test_only_the_package_itself_knows_its_former_names() -> None:
    assert [str(path) for path in FILES for _, room in list_imports(path) if room == "former"] == []


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_no_function_is_tangled(path: Path) -> None:
    functions = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    ]
    tangled = [
        f"{path}:{one.lineno} {one.name} {measure_complexity(one)}"
        for one in functions
        if measure_complexity(one) > MOST_COMPLEX
    ]
    assert tangled == []


def test_no_class_is_named_twice_above_file_scope() -> None:
    places = defaultdict(list)
    for path in FILES:
        for name in list_public_names(path):
            if not name.startswith("_"):
                places[name].append(str(path.relative_to(PACKAGE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
