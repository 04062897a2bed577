"""The system's keyring (GNOME, KDE, macOS, Windows), if there is one that really keeps secrets."""
from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from typing import Any

from app.paths import APP_NAME, HOME_VARIABLE

RECOMMENDED = 1  # the library's priority for "encrypted, without terminal prompts"; its other backends rank lower

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SystemKeyring:
    """This app's passwords by name. Every call may block while the user is asked to unlock the keyring."""

    backend: Any

    def read(self, name: str) -> str | None:
        """The password of that name, or None. Raises any exception of the backend."""
        found: str | None = self.backend.get_password(APP_NAME, name)
        return found

    def write(self, name: str, secret: str) -> None:
        """Stores a password. Raises any exception of the backend."""
        self.backend.set_password(APP_NAME, name, secret)

    def delete(self, name: str) -> None:
        """Raises any exception of the backend, also if it has no password of that name."""
        self.backend.delete_password(APP_NAME, name)


def open_keyring() -> SystemKeyring | None:
    """The keyring, or None if there is none or the installation is portable. Slow; never prompts."""
    if os.environ.get(HOME_VARIABLE):
        return None
    try:
        import keyring

        found = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - a backend may raise anything, and then there is just none
        logger.warning("no keyring: %s", type(error).__name__)
        return None
    usable = [backend for backend in getattr(found, "backends", [found]) if _rank(backend) >= RECOMMENDED]
    return SystemKeyring(max(usable, key=_rank)) if usable else None


def _rank(backend: Any) -> float:
    try:
        return float(backend.priority)
    except Exception:  # noqa: BLE001 - that is how backends say that they cannot
        return -1.0
