from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from sinet_core.memory import keep_freed_memory

FAULTS = """
import resource, sys
import numpy as np
from sinet_core.memory import keep_freed_memory
if sys.argv[1] == "keep":
    assert keep_freed_memory()
def frame():
    planes = [np.ones((720, 1280), np.float32) for _ in range(6)]
    return sum(float(plane[0, 0]) for plane in planes)
for _ in range(3):
    frame()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    frame()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has mallopt")
def test_a_frames_buffers_are_not_fetched_again() -> None:
    assert page_faults("keep") < 0.1 * max(1000, page_faults("default"))


def test_elsewhere_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert keep_freed_memory() is False
