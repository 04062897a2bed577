"""Applies a change to every text in the settings."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")


def with_texts(settings: T, change: Callable[[str], str]) -> T:
    """Settings, or a part of them, with change(text) for each text, so that future fields are covered, too."""
    changed: T = _changed(settings, change)
    return changed


def texts_of(settings: object) -> set[str]:
    """Every text in settings or a part of them."""
    found: set[str] = set()

    def note(text: str) -> str:
        found.add(text)
        return text

    with_texts(settings, note)
    return found


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _changed(getattr(value, field.name), change) for field in fields(value)})
    return value
