"""Settings as JSON: written whole or not at all, read whatever a user or an older version left there."""
from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.paths import config_folder
from app.settings import Settings
from app.settings_decoding import decode_settings
from app.settings_merge import merge_settings

VERSION = 2
PATIENCE_S = 2.0  # a save takes milliseconds; who holds the lock for longer hangs

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loaded:
    """Settings to run with. warning: one thing the user should know, or None."""

    settings: Settings
    warning: AppError | None = None


class SettingsStore:
    """Keeps the settings between runs, in one file that several windows may share (docs/decisions/0031)."""

    def __init__(self, path: Path | None = None, *, patience_s: float = PATIENCE_S) -> None:
        """path: the file; default is settings.json in the user's configuration folder.

        patience_s: how long a save waits for that of another window.
        """
        self.path = path or config_folder() / "settings.json"
        self._patience_s = patience_s
        self._base: Settings | None = None  # what this window loaded or saved last; what differs now is its own doing

    def load(self) -> Loaded:
        """What was saved; the defaults for whatever is missing, of another type or out of range.

        A file that is no JSON object is moved aside, never overwritten.
        """
        loaded = self._load()
        self._base = loaded.settings
        return loaded

    def save(self, settings: Settings) -> AppError | None:
        """Writes what was changed since the last load or save, on top of what other windows wrote meanwhile.

        The error, when it could not, is for the user to see once.
        """
        try:
            with self._locked():
                write_settings(self.path, self._with_others(settings))
        except OSError as error:
            logger.warning("cannot save %s: %s", self.path, error)
            why = "Another window is saving and does not come to an end"
            hint = why if isinstance(error, TimeoutError) else _reason(error)
            return AppError("The settings cannot be saved", f"Changes last until you quit. {hint}: {self.path.parent}")
        self._base = settings
        return None

    def _load(self) -> Loaded:
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

    def _with_others(self, settings: Settings) -> Settings:
        """settings, with what other windows changed since this one loaded or saved last. Raises OSError."""
        if self._base is None:
            return settings
        try:
            return merge_settings(self._base, settings, read_settings(self.path))
        except FileNotFoundError:
            return settings
        except ValueError as error:
            logger.warning("damaged settings %s: %s", self.path, error)
            self._set_aside()
            return settings

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keeps other windows from saving. Raises TimeoutError after patience_s; OSError if there can be no folder."""
        from filelock import FileLock  # here: a start needs none

        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path.with_name(f"{self.path.name}.lock"), timeout=self._patience_s)
        try:
            lock.acquire()
        except TimeoutError:
            raise
        except OSError as error:  # a file system without locks: better alone than not at all
            logger.warning("%s is saved without a lock: %s", self.path, error)
            yield
            return
        try:
            yield
        finally:
            lock.release()

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
    return decode_settings(_of_today(tree))


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


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
