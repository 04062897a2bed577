"""A thread of its own for the keyring: every call may block for as long as the user is asked to unlock it."""
from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Protocol

logger = logging.getLogger(__name__)


class Keyring(Protocol):
    """See app.system.system_keyring.SystemKeyring: a call may block for as long as the user is asked."""

    def read(self, name: str) -> str | None: ...
    def write(self, name: str, secret: str) -> None: ...
    def delete(self, name: str) -> None: ...


Errand = Callable[[Keyring | None], None]


class KeyringThread:
    """Runs one errand after another. The first one starts the thread, which opens the keyring."""

    def __init__(self, open_keyring: Callable[[], Keyring | None]) -> None:
        """open_keyring: is called once, in the thread."""
        self._open = open_keyring
        self._errands: queue.SimpleQueue[Errand] = queue.SimpleQueue()
        self._started = False

    def send(self, errand: Errand) -> None:
        """errand receives None if there is no keyring, and must not raise. Callers take turns."""
        self._errands.put(errand)
        if not self._started:
            self._started = True
            threading.Thread(target=self._run, name="keyring", daemon=True).start()

    def _run(self) -> None:
        try:
            keyring = self._open()
        except Exception as error:  # noqa: BLE001 - the app also runs without a keyring
            logger.warning("no keyring: %s", type(error).__name__)
            keyring = None
        while True:
            self._errands.get()(keyring)
