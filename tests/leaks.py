"""What is left over: objects that only the collector of cycles frees, and threads of any library."""
from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av

from app.pipeline.sound.ffmpeg_sound import ContainerDevice

TASKS = Path("/proc/self/task")


def native_threads() -> int:
    """Threads of this process, those of C libraries included where the system tells them."""
    return len(list(TASKS.iterdir())) if TASKS.is_dir() else threading.active_count()


def left_over(kind: type) -> int:
    """How many objects of that kind there are."""
    return sum(type(thing) is kind for thing in gc.get_objects())


@contextmanager
def cycles() -> Iterator[Counter[str]]:
    """Counts by type, at its end, what only the collector could have freed in the meantime."""
    found: Counter[str] = Counter()
    was_enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        yield found
        gc.collect()
        found.update(type(thing).__name__ for thing in gc.garbage)
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.collect()
        if was_enabled:
            gc.enable()


def open_tone(_name: str) -> ContainerDevice:
    """FFmpeg's own generator: a real input, at the pace of a device."""
    return ContainerDevice(av.open("sine=frequency=440:sample_rate=44100,arealtime", format="lavfi"))
