"""Checks whether a folder exists, without waiting for a disk that hangs."""
from __future__ import annotations

import threading
from pathlib import Path

TIMEOUT_S = 0.5  # a sleeping disk takes longer; the dialog then opens elsewhere


def is_there(folder: Path, timeout_s: float = TIMEOUT_S) -> bool:
    """Whether the folder exists; False also if the disk does not answer in time. The waiting thread is abandoned."""
    found: list[bool] = []
    looking = threading.Thread(target=lambda: found.append(folder.is_dir()), name="folder-check", daemon=True)
    looking.start()
    looking.join(timeout_s)
    return found == [True]
