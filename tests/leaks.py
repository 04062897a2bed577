"""Finds leftovers: objects that only the cycle collector frees, and threads of any library."""
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
    """Threads of this process, including those of C libraries if the system lists them."""
    return len(list(TASKS.iterdir())) if TASKS.is_dir() else threading.active_count()


def left_over(kind: type) -> int:
    """How many objects of that type exist."""
    return sum(type(thing) is kind for thing in gc.get_objects())


@contextmanager
def cycles() -> Iterator[Counter[str]]:
    """Counts, by type, what only the collector could have freed meanwhile; filled in at the end."""
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
    """FFmpeg's own generator: a real input, at a device's pace."""
    return ContainerDevice(av.open("sine=frequency=440:sample_rate=44100,arealtime", format="lavfi"))
