"""A table as text, as Markdown and as JSON."""
from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | int | float | None
ABSENT = "–"
NOTE_WIDTH = 98  # prose wraps at 100, and a line break in Markdown is two spaces


@dataclass(frozen=True)
class Column:
    """key: of its value in a row; title: its heading; digits: decimal places of numbers."""

    key: str
    title: str
    digits: int = 2


@dataclass(frozen=True)
class Table:
    """One of the paper's tables.

    Attributes:
        number: its number in the paper.
        title: what it shows.
        columns, rows: a row maps columns' keys to values; None or a missing key means no value yet.
        notes: what was measured, and how long the trainings were; printed below the table.
    """

    number: int
    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Value]]
    notes: Sequence[str] = ()

    def text(self) -> Iterator[str]:
        """Lines for a terminal."""
        yield f"Table {self.number}: {self.title}"
        cells = [[column.title for column in self.columns], *self._cells()]
        widths = [max(len(line[place]) for line in cells) for place in range(len(self.columns))]
        for line in cells:
            first = f"{line[0]:<{widths[0]}}"
            yield "  ".join([first, *(f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True))])
        yield from self.notes

    def markdown(self) -> str:
        """The table and its notes, without a heading."""
        lines = [[column.title for column in self.columns], ["---"] * len(self.columns), *self._cells()]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        notes = "  \n".join(textwrap.fill(note, NOTE_WIDTH, break_on_hyphens=False) for note in self.notes)
        return "\n\n".join([table, *([notes] if notes else [])]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """The numbers, unrounded, under the columns' keys."""
        rows = [{column.key: row.get(column.key) for column in self.columns} for row in self.rows]
        return {"table": self.number, "title": self.title, "rows": rows, "notes": list(self.notes)}

    def _cells(self) -> list[list[str]]:
        return [[_cell(row.get(column.key), column.digits) for column in self.columns] for row in self.rows]


def _cell(value: Value, digits: int) -> str:
    if value is None:
        return ABSENT
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)
