"""Writes a table into a page: replaces the text between its two marks and leaves the rest alone."""
from __future__ import annotations

from pathlib import Path

from sinet_core.errors import DataError
from sinet_core.files import replaced
from sinet_core.paper.tables import Table


def marks(number: int) -> tuple[str, str]:
    """The lines before and after the table of that number."""
    return f"<!-- table {number} -->", f"<!-- /table {number} -->"


def write_table(table: Table, path: Path) -> None:
    """Writes the table between its marks in the page, or as the whole file where there are no marks.

    Raises:
        DataError: the file cannot be written, or has only one of the marks.
    """
    start, end = marks(table.number)
    try:
        page = path.read_text(encoding="utf-8") if path.is_file() else ""
        if (start in page) != (end in page):
            raise DataError(f"'{path}' has only one of '{start}' and '{end}'", "Add the other one, or remove both.")
        text = table.markdown()
        if start in page:
            text = page[: page.index(start) + len(start)] + "\n" + text + page[page.index(end) :]
        with replaced(path) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataError(f"Cannot write '{path}'", f"{error.strerror or error}.") from error
