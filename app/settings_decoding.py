"""Reads settings from JSON: every usable value is taken, and an unusable one costs only itself."""
from __future__ import annotations

import logging
import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from app.address_secrets import redact
from app.settings import Settings

# Minimum and maximum by field name; a value outside counts as damaged.
RANGES: dict[str, tuple[float, float]] = {
    "width": (16, 8192),
    "height": (16, 8192),
    "fps": (1, 240),
    "blur": (0, 100),
    "threads": (0, 256),
    "countdown_s": (0, 60),
    "stop_after_min": (0, 1440),
    "budget": (5, 400),
    "coverage": (0, 1),
    "softness": (0, 1),
    "steadiness": (0, 1),
    "light_wrap": (0, 1),
    "gain_db": (-20, 30),
    "delay_ms": (-300, 300),
}

logger = logging.getLogger(__name__)
T = TypeVar("T")


def decode_settings(tree: dict[str, Any]) -> Settings:
    """The settings in a tree of JSON values; the default for values that are missing, mistyped or out of range."""
    return _decode_dataclass(Settings, tree)


def _decode_dataclass(kind: type[T], tree: dict[str, Any]) -> T:
    """kind with every usable value of tree; unknown keys are ignored, unusable values keep the default."""
    hints = typing.get_type_hints(kind)
    default = kind()
    values = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in tree:
            fallback = getattr(default, field.name)
            values[field.name] = _decode(hints[field.name], field.name, tree[field.name], fallback)
    return kind(**values)


def _decode(kind: Any, name: str, value: Any, fallback: Any) -> Any:
    if is_dataclass(kind):
        return _decode_dataclass(typing.cast(type, kind), value) if isinstance(value, dict) else fallback
    if get_origin(kind) is tuple and is_dataclass(get_args(kind)[0]):
        return _decode_list(typing.cast(type, get_args(kind)[0]), value, fallback)
    if not _fits(kind, value):
        logger.warning("setting %s: %s is not %s; using the default", name, redact(repr(value)), kind)
        return fallback
    if name in RANGES and not RANGES[name][0] <= value <= RANGES[name][1]:
        logger.warning("setting %s: %s is out of range; using the default", name, redact(repr(value)))
        return fallback
    return tuple(value) if isinstance(value, list) else float(value) if kind is float else value


def _decode_list(kind: type, value: Any, fallback: Any) -> Any:
    """Every item that is an object; skips the others."""
    if not isinstance(value, list):
        return fallback
    return tuple(_decode_dataclass(kind, item) for item in value if isinstance(item, dict))


def _fits(kind: Any, value: Any) -> bool:
    origin = get_origin(kind)
    if origin is Literal:
        return value in get_args(kind)
    if origin is tuple:
        return isinstance(value, list) and all(_fits(get_args(kind)[0], item) for item in value)
    if origin in (Union, types.UnionType):
        return any(_fits(option, value) for option in get_args(kind))
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and value == value
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)
