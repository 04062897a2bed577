"""Which hardware encoders work on this computer. Loads FFmpeg only to find out."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from app.settings import VideoCodec

if TYPE_CHECKING:
    import subprocess

TryAll = Callable[[Sequence[str]], Iterable[str]]

logger = logging.getLogger(__name__)


class HardwareEncoders:
    """The encoders that are known to work here. Thread-safe."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        """names: those that are known to work."""
        self._lock = threading.Lock()
        self._working = list(names)
        self._failed: set[str] = set()
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def probe(self, try_all: TryAll | None = None) -> None:
        """Tries all candidates. Slow: call it in a thread that nobody waits for."""
        from app.pipeline.encode.codecs import hardware_probe

        names = hardware_probe.all_candidates()
        found = list(try_all(names) if try_all is not None else hardware_probe.working(names, started=self._started))
        with self._lock:
            self._working += found
        logger.info("hardware encoders: %s", ", ".join(found) or "none")

    def stop(self) -> None:
        """Ends a running probe; no other will start."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def _started(self, child: subprocess.Popen[bytes]) -> bool:
        with self._lock:
            self._child = child
            return not self._stopped

    def find(self, codec: VideoCodec) -> str:
        """FFmpeg's name for one that works, or ""."""
        from app.pipeline.encode.codecs.hardware import candidates

        with self._lock:
            usable = [name for name in candidates(codec) if name in self._working and name not in self._failed]
        return usable[0] if usable else ""

    def failed(self, name: str) -> None:
        """Excludes an encoder that failed from now on."""
        with self._lock:
            self._failed.add(name)
