"""How the C library keeps memory: neither hoarding it nor fetching every frame's buffers anew."""
from __future__ import annotations

import ctypes
import linecache
import platform
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # of glibc's malloc.h
ARENAS = 2
MAX_MMAP_THRESHOLD_BYTES = 32 << 20  # glibc refuses more on 64 bits; a 4K BGR frame has 24.9 MB
TRIM_THRESHOLD_BYTES = 256 << 20


def tune_allocator() -> bool:
    """To be called once, before threads start. True where it took effect (glibc).

    * glibc gives each thread a heap of its own, and frames are made in one thread and let go of in another, so
      those heaps become Swiss cheese: with a recording running, memory grew by 10 MB a minute without
      end. With two heaps it stays where it was after the first seconds.
    * It returns every few freed megabytes to the system at once, and the next frame pays for thousands of page
      faults: three 720p float planes, allocated and freed, took 8.9 ms instead of 0.2.
    """
    if not _is_glibc():
        return False
    options = {
        M_ARENA_MAX: ARENAS,
        M_MMAP_THRESHOLD: MAX_MMAP_THRESHOLD_BYTES,
        M_TRIM_THRESHOLD: TRIM_THRESHOLD_BYTES,
    }
    mallopt = ctypes.CDLL(None).mallopt
    taken = [mallopt(option, value) for option, value in options.items()]  # every one is asked for
    return all(taken)


def let_go_of_the_start() -> None:
    """Gives back what only the start needed. Takes a few milliseconds.

    * PySide6 asks for the source of every module that imports it, and Python keeps those lines: 10 MB.
    * glibc keeps what was freed, for the next time; so much is not needed again.
    """
    linecache.clearcache()
    give_back()


def give_back() -> None:
    """Gives the system back what is free in the C library's heaps.

    They grow by what was ever needed at once, and keep it: after a busy moment in which frames queued, that is 30 MB.
    Takes a few milliseconds, and the next frames as many for page faults; so not more than a few times a minute.
    """
    if _is_glibc():
        ctypes.CDLL(None).malloc_trim(0)


def _is_glibc() -> bool:
    return sys.platform.startswith("linux") and platform.libc_ver()[0] == "glibc"
