"""Lists by which work on a folder resumes after a kill: one row per picture, appended once it is done."""
from __future__ import annotations

import csv
from pathlib import Path


def whole_rows(path: Path) -> list[list[str]]:
    """The rows of a list, or none if it does not exist. Removes a last row that a kill cut off from the file."""
    if not path.is_file():
        return []
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        path.write_bytes(whole)
    return [row for row in csv.reader(whole.decode("utf-8", "replace").splitlines()) if row]
