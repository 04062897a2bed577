"""Settings as JSON: written whole or not at all, read whatever a user or an older version left there."""
from __future__ import annotations

import json
import logging
import os
import types
import typing
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from app.errors import AppError
from app.paths import config_folder
from app.settings import Settings

VERSION = 2

# The least and the greatest value by the name of the field; a value outside is a damaged one.
RANGES: dict[str, tuple[float, float]] = {
    "width": (16, 8192),
    "height": (16, 8192),
    "fps": (1, 240),
    "blur": (0, 100),
    "threads": (0, 256),
    "budget": (5, 400),
    "coverage": (0, 1),
    "softness": (0, 1),
    "steadiness": (0, 1),
    "light_wrap": (0, 1),
}

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Loaded:
    """Settings to run with. warning: one thing the user should know, or None."""

    settings: Settings
    warning: AppError | None = None


class SettingsStore:
    """Keeps the settings between runs, in one file."""

    def __init__(self, path: Path | None = None) -> None:
        """path: the file; default is settings.json in the user's configuration folder."""
        self.path = path or config_folder() / "settings.json"

    def load(self) -> Loaded:
        """What was saved; the defaults for whatever is missing, of another type or out of range.

        A file that is no JSON object is moved aside, never overwritten.
        """
        try:
            return Loaded(read_settings(self.path))
        except FileNotFoundError:
            return Loaded(Settings())
        except OSError as error:
            logger.warning("cannot read %s: %s", self.path, error)
            hint = f"The defaults are used. {_reason(error)}: {self.path}"
            return Loaded(Settings(), AppError("The settings cannot be read", hint))
        except ValueError as error:
            logger.warning("damaged settings %s: %s", self.path, error)
            return Loaded(Settings(), self._set_aside())

    def save(self, settings: Settings) -> AppError | None:
        """Writes all settings; the error, when it could not, is for the user to see once."""
        try:
            write_settings(self.path, settings)
        except OSError as error:
            logger.warning("cannot save %s: %s", self.path, error)
            hint = f"Changes last until you quit. {_reason(error)}: {self.path.parent}"
            return AppError("The settings cannot be saved", hint)
        return None

    def _set_aside(self) -> AppError:
        aside = self.path.with_name(f"{self.path.name}.damaged-{datetime.now():%Y%m%d-%H%M%S}")
        try:
            self.path.replace(aside)
            kept = f"The defaults are used; the damaged file is kept as {aside.name}."
        except OSError as error:
            kept = f"The defaults are used. {_reason(error)}: {self.path}"
        return AppError("The settings file was damaged", kept)


def load_preset(path: Path) -> Settings:
    """Settings from a file that the user names.

    Raises:
        AppError: there is none, or it is no preset.
    """
    try:
        return read_settings(path)
    except OSError as error:
        raise AppError(f"Cannot read preset '{path}'", f"{_reason(error)}.") from error
    except ValueError as error:
        hint = "Choose the settings.json of the window, or a copy of it."
        raise AppError(f"Preset '{path}' is damaged", hint) from error


def read_settings(path: Path) -> Settings:
    """Raises OSError, or ValueError when the file is no JSON object."""
    text = path.read_text(encoding="utf-8")
    try:
        tree = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(tree, dict):
        raise ValueError(f"expected a JSON object, got {type(tree).__name__}")
    return _decode_dataclass(Settings, _of_today(tree))


def _of_today(tree: dict[str, Any]) -> dict[str, Any]:
    """What an older version wrote, as this one means it: up to 1 "openvino" was simply the only engine of the app."""
    engine = tree.get("engine")
    if tree.get("version") == 1 and isinstance(engine, dict) and engine.get("name") == "openvino":
        return {**tree, "engine": {**engine, "name": "auto"}}
    return tree


def write_settings(path: Path, settings: Settings) -> None:
    """Replaces the file in one step: after a crash either the old or the new one is there. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": VERSION, **asdict(settings)}, indent=2, ensure_ascii=False)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


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
        logger.warning("setting %s: %r is no %s, the default is used", name, value, kind)
        return fallback
    if name in RANGES and not RANGES[name][0] <= value <= RANGES[name][1]:
        logger.warning("setting %s: %r is out of range, the default is used", name, value)
        return fallback
    return tuple(value) if isinstance(value, list) else float(value) if kind is float else value


def _decode_list(kind: type, value: Any, fallback: Any) -> Any:
    """Every item that is an object; the others are left out."""
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


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
