"""Three-way merge of settings, so that two windows do not undo each other's changes."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from app.settings import BackgroundSettings, CameraSettings, Settings, SoundSettings

# Fields that only make sense together; all of them are taken from one side.
TOGETHER: dict[type, tuple[tuple[str, ...], ...]] = {
    BackgroundSettings: (("kind", "value"),),
    CameraSettings: (("width", "height"),),
    SoundSettings: (("asked", "microphone", "microphone_label"),),
}


def merge_settings(base: Settings, mine: Settings, theirs: Settings) -> Settings:
    """Applies what mine changed since base on top of theirs, field by field.

    Where both changed a field, mine wins. Tuples are ordered sets: whatever either side added is in, and whatever
    either side removed is out, unless the other side changed it.
    """
    merged: Settings = _merge(base, mine, theirs)
    return merged


def _merge(base: Any, mine: Any, theirs: Any) -> Any:
    if mine == base:
        return theirs
    if base is None or theirs in (base, mine):
        return mine
    if is_dataclass(mine):
        return _merge_fields(base, mine, theirs)
    return _merge_sets(base, mine, theirs) if isinstance(mine, tuple) else mine


def _merge_fields(base: Any, mine: Any, theirs: Any) -> Any:
    together = TOGETHER.get(type(mine), ())
    grouped = {name for names in together for name in names}
    values: dict[str, Any] = {}
    for names in (*together, *((field.name,) for field in fields(mine) if field.name not in grouped)):
        parts = ([getattr(side, name) for name in names] for side in (base, mine, theirs))
        values |= zip(names, _merge_group(*parts), strict=True)
    return replace(mine, **values)


def _merge_group(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    if len(mine) == 1:
        return [_merge(base[0], mine[0], theirs[0])]
    return theirs if mine == base else mine


def _merge_sets(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[Any, ...]:
    old, ours, others = ({_key(item): item for item in side} for side in (base, mine, theirs))
    merged = {
        key: _merge(old.get(key), item, others[key]) if key in others else item
        for key, item in ours.items()
        if key in others or old.get(key) != item
    }
    order, before = list(merged), None
    for key, item in others.items():
        if key not in ours and old.get(key) != item:  # new, or changed there and removed here
            merged[key] = item
            order.insert(order.index(before) + 1 if before in order else 0, key)
        if key in merged:
            before = key
    return tuple(merged[key] for key in order)


def _key(item: Any) -> Any:
    """An item's key: itself, or the first field of a dataclass (the source of zones)."""
    return getattr(item, fields(item)[0].name) if is_dataclass(item) else item
