from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.errors import DataError
from sinet_core.paper.page import marks, write_table
from sinet_core.paper.tables import Column, Table

SMALL = Table(
    4,
    "small",
    (Column("name", "name"), Column("share", "share", 3), Column("count", "count")),
    ({"name": "first", "share": 0.12345, "count": 7}, {"name": "2nd", "count": None}),
    ("One note.", "Another."),
)


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page, (start, end) = tmp_path / "page.md", marks(4)
    page.write_text(f"before\n{start}\nold\n{end}\nafter\n")
    write_table(SMALL, page)
    write_table(SMALL, page)
    assert page.read_text() == f"before\n{start}\n{SMALL.markdown()}{end}\nafter\n"
    write_table(SMALL, tmp_path / "new.md")
    assert (tmp_path / "new.md").read_text() == SMALL.markdown()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.md", "page.md"]


def test_a_page_with_half_of_the_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{marks(4)[0]}\nmine\n")
    with pytest.raises(DataError, match="only"):
        write_table(SMALL, page)
    assert page.read_text().endswith("mine\n")
    with pytest.raises(DataError, match="Cannot write"):
        write_table(SMALL, tmp_path / "nowhere" / "page.md")
