"""The paper's published values, by table and row."""
from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def published(table: int) -> dict[str, dict[str, Any]]:
    """Row -> key -> value of a table; unknown values are missing."""
    text = Path(__file__).with_name("published.toml").read_text(encoding="utf-8")
    return tomllib.loads(text).get(f"table{table}", {})  # type: ignore[no-any-return]


def checked(table: int) -> list[str]:
    """Notes on where the published values come from, for below the table."""
    rows = published(table)
    sources = [f"{name} ({row['source']})" for name, row in rows.items() if "source" in row]
    notes = [f"Published figures with a source: {'; '.join(sources)}."] if sources else []
    unchecked = [name for name, row in rows.items() if "source" not in row]
    return notes + (["The other published figures were noted from memory."] if unchecked else [])


def printed(table: int, row: str) -> dict[str, Any]:
    """The numbers of a row, under keys that begin with "paper_"."""
    values = published(table).get(row, {})
    return {f"paper_{key}": value for key, value in values.items() if not isinstance(value, str)}
