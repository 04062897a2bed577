"""Keeps the passwords of network cameras; addresses in settings have marks instead (docs/decisions/0031)."""
from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from app.address_secrets import MARK, conceal, reveal
from app.errors import AppError
from app.keyring_thread import Keyring, KeyringThread

TIMEOUT_S = 3.0
QUIET_S = 30.0  # a camera is retried every few seconds; a keyring that refused is not asked again so soon

Secrets = tuple[str, ...]
logger = logging.getLogger(__name__)


@dataclass
class _Known:
    """Attributes:
    secrets: of one address, in the order of its marks.
    typed: whether they are newer than the settings file.
    kept: whether the keyring has them.
    dropped: no longer in the settings, so the keyring must forget them.
    """

    secrets: Secrets
    typed: bool = False
    kept: bool = False
    dropped: bool = False


class Vault:
    """Only reveal() waits. The keyring is accessed in a separate thread, which the first password starts.

    Attributes:
        on_kept: called in that thread once the keyring has a password that the settings file may still hold.
        timeout_s: how long reveal() waits for a locked keyring.
    """

    def __init__(self, open_keyring: Callable[[], Keyring | None] = lambda: None, *,
                 timeout_s: float = TIMEOUT_S) -> None:
        """open_keyring: called once, in the thread; without it, the settings file keeps the passwords."""
        self.on_kept: Callable[[], None] = lambda: None
        self.timeout_s = timeout_s
        self._keyring = KeyringThread(open_keyring)
        self._lock = threading.Lock()  # guards the fields below
        self._known: dict[str, _Known] = {}
        self._asked: dict[str, Future[Secrets | None]] = {}
        self._quiet_until: dict[str, float] = {}

    def conceal(self, address: str) -> str:
        """Turns an address typed by the user into its form in the settings, with marks instead of secrets."""
        return self._take(address, typed=True)

    def learn(self, address: str) -> str:
        """The same for an address from the settings file; secrets typed here since the last save take precedence."""
        return self._take(address, typed=False)

    def for_file(self, address: str) -> str:
        """The address for the settings file: with secrets, unless the keyring certainly has them."""
        with self._lock:
            known = self._known.get(address)
            return address if known is None or known.kept else reveal(address, known.secrets)

    def written(self) -> None:
        """Notes that the settings file was saved."""
        with self._lock:
            for known in self._known.values():
                known.typed = False

    def drop(self, addresses: Iterable[str]) -> None:
        """These are no longer in the settings file: the keyring forgets their secrets, but this run keeps them."""
        with self._lock:
            for public in addresses:
                if MARK in conceal(public)[1]:
                    if (known := self._known.get(public)) is not None:
                        known.kept, known.dropped = False, True
                    self._keyring.send(partial(self._delete, public))

    def reveal(self, address: str) -> str:
        """The address to open. May wait for the keyring, so never call it in the window's thread.

        Raises:
            AppError: its secrets are locked, or missing.
        """
        if MARK not in conceal(address)[1]:
            return address
        with self._lock:
            known = self._known.get(address)
        secrets = self._look_up(address) if known is None else known.secrets
        return reveal(address, secrets)

    def _take(self, address: str, *, typed: bool) -> str:
        public, secrets = conceal(address)
        if not secrets or MARK in secrets:
            return address
        with self._lock:
            known = self._known.get(public)
            if known is not None and not known.dropped and (known.secrets == secrets or (known.typed and not typed)):
                return public
            self._remember(public, secrets, typed=typed)
        return public

    def _remember(self, public: str, secrets: Secrets, *, typed: bool) -> None:
        """The lock must be held."""
        self._known[public] = taken = _Known(secrets, typed)
        self._keyring.send(partial(self._keep, public, taken))

    def _keep(self, public: str, taken: _Known, keyring: Keyring | None) -> None:
        if keyring is None or taken.dropped:
            return
        try:
            keyring.write(public, json.dumps(taken.secrets))
        except Exception as error:  # noqa: BLE001 - a backend may raise anything; then the file keeps it
            logger.warning("the keyring did not store a password: %s", type(error).__name__)
            return
        taken.kept = True
        self.on_kept()

    def _delete(self, public: str, keyring: Keyring | None) -> None:
        if keyring is None:
            return
        try:
            keyring.delete(public)
        except Exception as error:  # noqa: BLE001 - a backend may raise anything, also when it has none by that name
            logger.info("the keyring did not delete a password: %s", type(error).__name__)

    def _look_up(self, public: str) -> Secrets:
        """Raises AppError."""
        name = urlsplit(public).hostname or "the network camera"
        with self._lock:
            if time.monotonic() < self._quiet_until.get(public, 0.0):
                raise _unknown(name)
            found = self._asked.get(public)
            if found is None:
                found = self._asked[public] = Future()
                self._keyring.send(lambda keyring: found.set_result(self._read(keyring, public)))
        try:
            secrets = found.result(self.timeout_s)
        except TimeoutError:
            hint = "Unlock your desktop's keyring. The camera reconnects automatically."
            raise AppError(f"The password of {name} is locked in the keyring", hint) from None
        with self._lock:
            self._asked.pop(public, None)
            if secrets is not None:
                self._known.setdefault(public, _Known(secrets, kept=True))
                return secrets
            borrowed = self._of_the_same_camera(public)
            if borrowed is None:
                self._quiet_until[public] = time.monotonic() + QUIET_S  # do not prompt again after a refusal
                raise _unknown(name)
            self._remember(public, borrowed, typed=True)
        self.on_kept()  # the file may have to keep it
        return borrowed

    def _of_the_same_camera(self, public: str) -> Secrets | None:
        """Restores the secrets of an address that was shown with marks and edited after them."""
        marks = len(conceal(public)[1])
        same = [known.secrets for other, known in self._known.items() if _login(other) == _login(public)]
        return next((secrets for secrets in same if len(secrets) == marks), None)

    def _read(self, keyring: Keyring | None, public: str) -> Secrets | None:
        try:
            text = None if keyring is None else keyring.read(public)
            secrets = json.loads(text) if text else None
        except Exception as error:  # noqa: BLE001 - a backend may raise anything; then there is no password
            logger.warning("the keyring did not return a password: %s", type(error).__name__)
            return None
        if not isinstance(secrets, list) or not all(isinstance(secret, str) for secret in secrets):
            return None
        return tuple(secrets) if len(secrets) == len(conceal(public)[1]) else None


def _unknown(name: str) -> AppError:
    hint = "Unlock your desktop's keyring, or enter the camera's address again with its password."
    return AppError(f"The password of {name} is missing", hint)


def _login(address: str) -> tuple[str | None, str | None]:
    """(user, host), the only ones who may get the password."""
    parts = urlsplit(address)
    return parts.username, parts.hostname
