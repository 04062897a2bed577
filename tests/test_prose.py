"""Prose wraps at 100 columns in every document, so that diffs stay small and a terminal shows it whole."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import ROOT

WIDTH = 100
GENERATED = {"THIRD-PARTY.md"}
FOLDERS = ("assets", "docs", "packaging", "weights")
# Tables, headings, HTML, pictures and lines whose link or code span alone is too long cannot be wrapped.
UNWRAPPABLE = re.compile(r"\||#|<|!\[|\s*(?:[-*] )?(?:\S*\[[^]]*\]\(\S+\)|`[^`]+`)[.,:;]?$")


def _documents() -> list[Path]:
    nested = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))
    return sorted(path for path in (*ROOT.glob("*.md"), *nested) if path.name not in GENERATED)


def _long_lines(text: str) -> Iterator[str]:
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and len(line) > WIDTH and not UNWRAPPABLE.match(line):
            yield f"{number} ({len(line)} columns): {line[:40]}…"


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.name)
def test_prose_wraps_at_100_columns(path: Path) -> None:
    assert not list(_long_lines(path.read_text(encoding="utf-8")))


def test_what_cannot_be_wrapped_may_be_longer() -> None:
    long = "word " * 30
    assert len(list(_long_lines(f"{long}\n- {long}"))) == 2
    assert not list(_long_lines(f"| {long} |\n## {long}\n```\n{long}\n```\n![{long}](a.png)\n- `{long}`"))
