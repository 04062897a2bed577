"""A mailbox with one place: latest wins."""
from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """Hands the newest item from one thread to another; an item nobody took is dropped and counted.

    Attributes:
        dropped: items that were overwritten before anybody took them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None
        self._closed = False
        self.dropped = 0

    def put(self, item: T) -> None:
        """Leaves item, over an older one if it is still there. Does nothing once closed."""
        with self._changed:
            if self._closed:
                return
            if self._item is not None:
                self.dropped += 1
            self._item = item
            self._changed.notify()

    def take(self, timeout: float | None = 0.0) -> T | None:
        """The newest item, or None when there is none within timeout seconds (None: wait) or when closed."""
        with self._changed:
            if timeout is None or timeout > 0:
                self._changed.wait_for(lambda: self._item is not None or self._closed, timeout)
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """Drops what is there and wakes who waits."""
        with self._changed:
            self._closed = True
            self._item = None
            self._changed.notify_all()
