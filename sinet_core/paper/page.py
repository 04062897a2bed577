"""A table inside a page: what stands between its two marks is replaced, the rest of the page stays."""
from __future__ import annotations

from pathlib import Path

from sinet_core.errors import DataError
from sinet_core.paper.tables import Table


def marks(number: int) -> tuple[str, str]:
    """The lines before and after table number."""
    return f"<!-- table {number} -->", f"<!-- /table {number} -->"


def write_table(table: Table, path: Path) -> None:
    """Into a page that has the marks; else the table is the whole file.

    Raises:
        DataError: it cannot be written, or only one of the marks is there.
    """
    start, end = marks(table.number)
    try:
        page = path.read_text(encoding="utf-8") if path.is_file() else ""
        if (start in page) != (end in page):
            raise DataError(f"'{path}' has one of '{start}' and '{end}' only", "Add the other one, or remove both.")
        text = table.markdown()
        if start in page:
            text = page[: page.index(start) + len(start)] + "\n" + text + page[page.index(end) :]
        temporary = path.with_name(path.name + ".part")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise DataError(f"Cannot write '{path}'", f"{error.strerror or error}.") from error
