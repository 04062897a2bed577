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
