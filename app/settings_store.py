"""Keeps the settings between runs, and copes with whatever a user, an old version or another window left."""
from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import AppError
from app.paths import config_folder
from app.settings import Settings
from app.settings_file import close_to_others, make_folder, read_settings, write_settings
from app.settings_merge import merge_settings
from app.settings_texts import texts_of, with_texts
from app.system.files import reason_of
from app.vault import Vault

TIMEOUT_S = 2.0  # a save takes milliseconds; anybody who holds the lock longer hangs

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loaded:
    """Settings to run with, and a warning for the user, or None."""

    settings: Settings
    warning: AppError | None = None


class SettingsStore:
    """Keeps the settings between runs, in one file that several windows may share (docs/decisions/0031).

    Attributes:
        vault: holds the cameras' passwords; loaded and saved settings have marks in their place.
    """

    def __init__(self, path: Path | None = None, *, vault: Vault | None = None, timeout_s: float = TIMEOUT_S) -> None:
        """path: the file; default is settings.json in the user's configuration folder.

        vault: by default one without a keyring, so that the file holds the passwords.
        timeout_s: how long a save waits for another window's save.
        """
        self.path = path or config_folder() / "settings.json"
        self.vault = vault or Vault()
        self.vault.on_kept = self._seal
        self._timeout_s = timeout_s
        self._base: Settings | None = None  # as last loaded or saved here; any difference is this window's own change

    def load(self) -> Loaded:
        """The saved settings, with defaults for values that are missing, mistyped or out of range.

        A file that is not a JSON object is moved aside, never overwritten.
        """
        loaded = self._load()
        self._base = loaded.settings
        return loaded

    def save(self, settings: Settings) -> AppError | None:
        """Writes the changes since the last load or save on top of what other windows wrote meanwhile.

        Returns the error to show the user once, or None.
        """
        try:
            with self._locked():
                written = self._with_others(settings)
                write_settings(self.path, with_texts(written, self.vault.for_file))
        except OSError as error:
            logger.warning("cannot save %s: %s", self.path, error)
            why = "Another window has been saving for too long"
            hint = why if isinstance(error, TimeoutError) else reason_of(error)
            return AppError("Cannot save the settings", f"Changes last until you quit. {hint}: {self.path.parent}")
        dropped = texts_of(self._base or settings) - texts_of(written)
        self._base = settings
        self.vault.written()
        self.vault.drop(sorted(dropped))
        return None

    def _load(self) -> Loaded:
        close_to_others(self.path)
        try:
            return Loaded(self._read())
        except FileNotFoundError:
            return Loaded(Settings())
        except OSError as error:
            logger.warning("cannot read %s: %s", self.path, error)
            hint = f"Using the defaults. {reason_of(error)}: {self.path}"
            return Loaded(Settings(), AppError("Cannot read the settings", hint))
        except ValueError as error:
            logger.warning("damaged settings %s: %s", self.path, error)
            return Loaded(Settings(), self._set_aside())

    def _read(self) -> Settings:
        return with_texts(read_settings(self.path), self.vault.learn)

    def _seal(self) -> None:
        """Removes passwords that the keyring now holds from the file. If that fails, the next save does it."""
        try:
            with self._locked():
                found = read_settings(self.path)
                sealed = with_texts(found, lambda text: self.vault.for_file(self.vault.learn(text)))
                if sealed != found:
                    write_settings(self.path, sealed)
        except (OSError, ValueError) as error:
            logger.info("passwords stay in the settings for now: %s", type(error).__name__)

    def _with_others(self, settings: Settings) -> Settings:
        """settings merged with changes by other windows since this one last loaded or saved. Raises OSError."""
        if self._base is None:
            return settings
        try:
            return merge_settings(self._base, settings, self._read())
        except FileNotFoundError:
            return settings
        except ValueError as error:
            logger.warning("damaged settings %s: %s", self.path, error)
            self._set_aside()
            return settings

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keeps other windows from saving. Raises TimeoutError after timeout_s; OSError if there can be no folder."""
        from filelock import FileLock  # imported here, since startup does not need it

        make_folder(self.path.parent)
        lock = FileLock(self.path.with_name(f"{self.path.name}.lock"), timeout=self._timeout_s)
        try:
            lock.acquire()
        except TimeoutError:
            raise
        except OSError as error:  # on a file system without locks, save without one
            logger.warning("saving %s without a lock: %s", self.path, error)
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
            kept = f"Using the defaults; the damaged file was kept as {aside.name}."
        except OSError as error:
            kept = f"Using the defaults. {reason_of(error)}: {self.path}"
        return AppError("The settings file is damaged", kept)


def load_preset(path: Path) -> Settings:
    """Settings from a file that the user names.

    Raises:
        AppError: there is none, or it is not a preset.
    """
    try:
        return read_settings(path)
    except OSError as error:
        raise AppError(f"Cannot read preset '{path}'", f"{reason_of(error)}.") from error
    except ValueError as error:
        hint = "Use the window's settings.json, or a copy of it."
        raise AppError(f"Preset '{path}' is damaged", hint) from error
