"""Checks whether a folder exists, without waiting for a disk that hangs."""
from __future__ import annotations

import threading
from pathlib import Path

TIMEOUT_S = 0.5  # a disk that sleeps takes longer; then a dialog just opens elsewhere


def is_there(folder: Path, timeout_s: float = TIMEOUT_S) -> bool:
    """Also False if the disk does not answer in time; the waiting thread is left behind."""
    found: list[bool] = []
    looking = threading.Thread(target=lambda: found.append(folder.is_dir()), name="folder-check", daemon=True)
    looking.start()
    looking.join(timeout_s)
    return found == [True]
