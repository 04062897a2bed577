"""A table as text, as Markdown and as JSON."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | int | float | None
ABSENT = "–"


@dataclass(frozen=True)
class Column:
    """key: of the value in a row; title: what stands above it; digits: after the point, of numbers."""

    key: str
    title: str
    digits: int = 2


@dataclass(frozen=True)
class Table:
    """One of the paper's tables.

    Attributes:
        number: the paper's.
        title: what it shows.
        columns, rows: a row has a value a column, by its key; None or nothing where there is none yet.
        notes: what was measured, and what was trained for how long; stands under the table.
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
        return "\n\n".join([table, *(["  \n".join(self.notes)] if self.notes else [])]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """Numbers as they are, under the columns' keys."""
        rows = [{column.key: row.get(column.key) for column in self.columns} for row in self.rows]
        return {"table": self.number, "title": self.title, "rows": rows, "notes": list(self.notes)}

    def _cells(self) -> list[list[str]]:
        return [[_cell(row.get(column.key), column.digits) for column in self.columns] for row in self.rows]


def _cell(value: Value, digits: int) -> str:
    if value is None:
        return ABSENT
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)
