"""Tunes the C library's allocator: no hoarding, and no new pages for every frame's buffers."""
from __future__ import annotations

import ctypes
import gc
import linecache
import platform
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # of glibc's malloc.h
ARENAS = 2
MAX_MMAP_THRESHOLD_BYTES = 32 << 20  # glibc's maximum on 64 bits; a 4K BGR frame has 24.9 MB
TRIM_THRESHOLD_BYTES = 256 << 20


def tune_allocator() -> bool:
    """Call once, before threads start. Returns True if it took effect (glibc).

    * glibc gives each thread its own heap. Frames are allocated in one thread and freed in another, which
      fragments those heaps: during a recording, memory grew by 10 MB a minute without end. With two heaps it
      stays level after the first seconds.
    * glibc returns freed megabytes to the system at once, and the next frame pays for thousands of page faults:
      three 720p float planes, allocated and freed, took 8.9 ms instead of 0.2.
    """
    if not _is_glibc():
        return False
    options = {
        M_ARENA_MAX: ARENAS,
        M_MMAP_THRESHOLD: MAX_MMAP_THRESHOLD_BYTES,
        M_TRIM_THRESHOLD: TRIM_THRESHOLD_BYTES,
    }
    mallopt = ctypes.CDLL(None).mallopt
    taken = [mallopt(option, value) for option, value in options.items()]  # evaluate all of them
    return all(taken)


def collect_later() -> None:
    """Stops Python's collection of cycles until the window starts its own (app.ui.desktop.garbage).

    A start makes many objects and hardly any garbage: looking for it took 50 ms.
    """
    gc.disable()


def let_go_of_the_start() -> None:
    """Releases memory that only the start needed. Takes a few milliseconds.

    * PySide6 reads the source of every module that imports it, and Python caches those lines: 10 MB.
    * glibc keeps freed memory for reuse, more than will be needed again.
    """
    linecache.clearcache()
    give_back()


def give_back() -> None:
    """Returns free memory in the C library's heaps to the system.

    The heaps keep their peak size: after a busy moment in which frames queued, that is 30 MB. Takes a few
    milliseconds, and the next frames as many for page faults; call it at most a few times a minute.
    """
    if _is_glibc():
        ctypes.CDLL(None).malloc_trim(0)


def _is_glibc() -> bool:
    return sys.platform.startswith("linux") and platform.libc_ver()[0] == "glibc"
