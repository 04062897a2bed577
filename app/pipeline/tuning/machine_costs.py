"""What frames took on this machine, kept for the next start."""
from __future__ import annotations

import json
import logging
import os
import platform
from collections.abc import Iterator
from pathlib import Path

from app import __version__
from app.paths import config_folder
from app.pipeline.tuning.choice import runs_native
from app.pipeline.tuning.governor import EFFORTS, Costs, Level
from app.system.files import replaced
from sinet_core.inference.engines.auto import fallback

MAX_THREADS = 4
STORED = "machine.json"

logger = logging.getLogger(__name__)


def thread_counts(engine: str = "auto") -> tuple[int, ...]:
    """Worth a try here: 1, 2, 4 as far as there are cores; the compiled kernels run on one."""
    if runs_native(engine):
        return (1,)
    return tuple(count for count in (1, 2, 4) if count <= min(MAX_THREADS, os.cpu_count() or 1))


def stored_costs(path: Path | None = None) -> Costs | None:
    """What was measured before on this very machine with this version; None when there is nothing usable."""
    try:
        kept = json.loads((path or _path()).read_text(encoding="utf-8"))
        if kept["of"] != _of():
            return None
        network_ms = {Level(effort, threads): float(ms) for effort, threads, ms in kept["network_ms"]}
        costs = Costs(network_ms, float(kept["rest_ms"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        logger.warning("the machine's times cannot be read: %s", error)
        return None
    usable = set(network_ms) == set(_levels()) and min(*network_ms.values(), costs.rest_ms) > 0
    return costs if usable else None


def store_costs(costs: Costs, path: Path | None = None) -> None:
    """Keeps them; where they cannot be written the next start begins without."""
    path = path or _path()
    rows = [[level.effort, level.threads, ms] for level, ms in costs.network_ms.items()]
    text = json.dumps({"of": _of(), "network_ms": rows, "rest_ms": costs.rest_ms})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        logger.warning("the machine's times cannot be kept: %s", error)


def _levels() -> Iterator[Level]:
    return (Level(effort, threads) for effort in EFFORTS for threads in thread_counts())


def _path() -> Path:
    return config_folder() / STORED


def _of() -> str:
    engine = "native" if runs_native("auto") else fallback()
    return f"{__version__} {platform.machine()} {platform.processor()} {os.cpu_count()} {engine}"
