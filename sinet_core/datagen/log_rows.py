"""The lists by which a folder's work goes on after a kill: a row a picture, appended as it is done."""
from __future__ import annotations

import csv
from pathlib import Path


def whole_rows(path: Path) -> list[list[str]]:
    """The rows of a list; none if it is not there. A last row that a kill cut off is taken away from the file."""
    if not path.is_file():
        return []
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        path.write_bytes(whole)
    return [row for row in csv.reader(whole.decode("utf-8", "replace").splitlines()) if row]
