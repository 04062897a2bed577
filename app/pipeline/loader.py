"""Loads slow resources in a thread; the latest request wins, and the current resource stays until then."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.errors import AppError
from app.pipeline.latest_slot import LatestSlot

JOIN_TIMEOUT_S = 2.0

logger = logging.getLogger(__name__)
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class _Wish(Generic[K]):
    number: int
    what: K


class Loader(Generic[K, T]):
    """A thread that turns requests into resources; the user takes a resource once it is ready.

    A resource that nobody takes (superseded by a later request, or too late) is disposed of.
    """

    def __init__(
        self,
        name: str,
        load: Callable[[K], T],
        *,
        dispose: Callable[[T], None] = lambda _: None,
        on_loaded: Callable[[T], None] = lambda _: None,
        on_failed: Callable[[AppError], None],
    ) -> None:
        """name: of the thread, which calls the callbacks. load raises AppError."""
        self._load = load
        self._dispose = dispose
        self._on_loaded = on_loaded
        self._on_failed = on_failed
        self._wishes: LatestSlot[_Wish[K]] = LatestSlot()
        self._lock = threading.Lock()
        self._newest = 0
        self._ready: list[T] = []  # one at most
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wish(self, what: K) -> None:
        """Requests a resource; replaces an earlier pending request."""
        with self._lock:
            self._newest += 1
            wish = _Wish(self._newest, what)
        self._wishes.put(wish)

    def take(self) -> T | None:
        """The resource loaded since the last call, or None. The caller owns it from now on."""
        with self._lock:
            return self._ready.pop() if self._ready else None

    def stop(self) -> None:
        """Stops the thread. If it hangs in load it is abandoned, and its result is disposed of."""
        with self._lock:
            self._closed = True
            left, self._ready = self._ready, []
        self._wishes.close()
        for thing in left:
            self._dispose(thing)
        if self._thread.is_alive():
            self._thread.join(JOIN_TIMEOUT_S)

    def _run(self) -> None:
        while not self._closed:
            wish = self._wishes.take(timeout=None)
            if wish is not None:
                self._fulfil(wish)

    def _fulfil(self, wish: _Wish[K]) -> None:
        try:
            thing = self._load(wish.what)
        except AppError as error:
            self._fail(wish, error)
        except Exception:  # outermost frame of the thread, which must survive for the next request
            logger.exception("%s failed", self._thread.name)
            self._fail(wish, AppError("Something could not be loaded", "The log file has details."))
        else:
            self._hand_over(wish, thing)

    def _hand_over(self, wish: _Wish[K], thing: T) -> None:
        with self._lock:
            wanted = wish.number == self._newest and not self._closed
            unwanted = self._ready if wanted else [thing]
            if wanted:
                self._ready = [thing]
        for late in unwanted:
            self._dispose(late)
        if wanted:
            self._on_loaded(thing)

    def _fail(self, wish: _Wish[K], error: AppError) -> None:
        if wish.number == self._newest and not self._closed:
            self._on_failed(error)
