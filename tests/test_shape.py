"""Modules, functions and folders stay small enough to read at a glance."""
from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import ROOT

SOURCES = ("app", "sinet_core", "packaging")
MODULE_LINES = 240  # one concept; 200 is the aim
FUNCTION_LINES = 50
FOLDER_MODULES = 20
# The session is the window's view of the pipeline: its many methods are one interface.
LARGER = {"app/pipeline/session.py": 300}


def _modules() -> list[Path]:
    return sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*.py"))


def _long_functions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{node.name} in line {node.lineno} has {lines} lines"


@pytest.mark.parametrize("folder", SOURCES)
def test_modules_are_short(folder: str) -> None:
    long = {}
    for path in (ROOT / folder).rglob("*.py"):
        name, lines = path.relative_to(ROOT).as_posix(), len(path.read_text(encoding="utf-8").splitlines())
        if lines > LARGER.get(name, MODULE_LINES):
            long[name] = lines
    assert long == {}


def test_functions_are_short() -> None:
    long = {}
    for path in _modules():
        found = list(_long_functions(ast.parse(path.read_text(encoding="utf-8"))))
        if found:
            long[path.relative_to(ROOT).as_posix()] = found
    assert long == {}


def test_folders_hold_few_modules() -> None:
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in _modules() if path.name != "__init__.py")
    assert {folder: count for folder, count in counts.items() if count > FOLDER_MODULES} == {}


def test_a_long_function_is_found() -> None:
    source = "def short():\n    pass\n\ndef long():\n" + "    pass\n" * FUNCTION_LINES
    assert list(_long_functions(ast.parse(source))) == [f"long in line 4 has {FUNCTION_LINES + 1} lines"]
