"""Whether a folder is there, without waiting for a disk that hangs."""
from __future__ import annotations

import threading
from pathlib import Path

PATIENCE_S = 0.5  # a disk that sleeps takes longer; then a dialog just opens elsewhere


def is_there(folder: Path, patience_s: float = PATIENCE_S) -> bool:
    """False as well for one that does not answer in time; the thread that waits for it is left behind."""
    found: list[bool] = []
    looking = threading.Thread(target=lambda: found.append(folder.is_dir()), name="folder-check", daemon=True)
    looking.start()
    looking.join(patience_s)
    return found == [True]
