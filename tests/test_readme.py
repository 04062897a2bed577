"""The commands in the README."""
from __future__ import annotations

import re
from pathlib import Path

from app.system.window_libraries import PLATFORMS, QT

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
# Dependencies that the others pull in on Debian 12 (tried on a bare one).
BROUGHT = {"libx11-6", "libfreetype6", "libxkbcommon0", "libx11-xcb1", "libxcb1", "libxcb-image0", "libxcb-randr0",
           "libxcb-render-util0", "libxcb-render0", "libxcb-shm0", "libxcb-sync1", "libxcb-util1", "libxcb-xfixes0",
           "libxcb-xkb1"}  # fmt: skip


def test_the_line_for_debian_brings_every_library_of_a_window() -> None:
    line = re.search(r"^sudo apt-get install python3-venv (.*)$", README, re.MULTILINE)
    assert line is not None
    assert README.index(line[0]) < README.index("make run"), "where everybody reads it"
    needed = {packages[0] for packages in (*QT.values(), *PLATFORMS["xcb"].values())}
    assert set(line[1].split()) | BROUGHT == needed
    assert not set(line[1].split()) & BROUGHT
