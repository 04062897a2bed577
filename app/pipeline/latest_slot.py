"""A mailbox with one slot: the latest item wins."""
from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """Passes the latest item from one thread to another; an item that nobody took is dropped and counted.

    Attributes:
        dropped: items that were overwritten before anybody took them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None
        self._closed = False
        self.dropped = 0

    def put(self, item: T) -> None:
        """Puts item into the slot, replacing an older one. Does nothing once closed."""
        with self._changed:
            if self._closed:
                return
            if self._item is not None:
                self.dropped += 1
            self._item = item
            self._changed.notify()

    def take(self, timeout: float | None = 0.0) -> T | None:
        """Takes the latest item; None if there is none within timeout seconds (None waits for ever), or once closed."""
        with self._changed:
            if timeout is None or timeout > 0:
                self._changed.wait_for(lambda: self._item is not None or self._closed, timeout)
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """Drops the item and wakes any waiting thread."""
        with self._changed:
            self._closed = True
            self._item = None
            self._changed.notify_all()
