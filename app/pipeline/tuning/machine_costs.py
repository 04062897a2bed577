"""Timings of this machine, kept for the next start."""
from __future__ import annotations

import json
import logging
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app import __version__
from app.paths import config_folder
from app.pipeline.tuning.choice import runs_native
from app.pipeline.tuning.governor import EFFORTS, Costs, Level
from app.system.files import replaced

MAX_THREADS = 4
STORED = "machine.json"

logger = logging.getLogger(__name__)


def thread_counts(engine: str) -> tuple[int, ...]:
    """Thread counts worth trying here: 1, 2, 4 up to the cores; the compiled kernels run on one."""
    if runs_native(engine):
        return (1,)
    return tuple(count for count in (1, 2, 4) if count <= min(MAX_THREADS, os.cpu_count() or 1))


def stored_costs(engine: str, path: Path | None = None) -> Costs | None:
    """An engine's earlier timings on exactly this machine with this version; None if there is nothing usable.

    engine: the one running, so never "auto".
    """
    kept = _kept(path or _path()).get(engine)
    if kept is None:
        return None
    try:
        network_ms = {Level(effort, threads): float(ms) for effort, threads, ms in kept["network_ms"]}
        costs = Costs(network_ms, float(kept["rest_ms"]))
    except (ValueError, TypeError, KeyError) as error:
        logger.warning("cannot read the machine's timings: %s", error)
        return None
    usable = set(network_ms) == set(_levels(engine)) and min(*network_ms.values(), costs.rest_ms) > 0
    return costs if usable else None


def store_costs(engine: str, costs: Costs, path: Path | None = None) -> None:
    """Stores timings beside those of other engines; if that fails, the next start begins without."""
    path = path or _path()
    rows = [[level.effort, level.threads, ms] for level, ms in costs.network_ms.items()]
    engines = {**_kept(path), engine: {"network_ms": rows, "rest_ms": costs.rest_ms}}
    text = json.dumps({"of": _of(), "engines": engines})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        logger.warning("cannot store the machine's timings: %s", error)


def _kept(path: Path) -> dict[str, Any]:
    """The file's timings for this machine and version, by engine."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        engines = tree["engines"] if tree["of"] == _of() else {}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        logger.warning("cannot read the machine's timings: %s", error)
        return {}
    return engines if isinstance(engines, dict) else {}


def _levels(engine: str) -> Iterator[Level]:
    return (Level(effort, threads) for effort in EFFORTS for threads in thread_counts(engine))


def _path() -> Path:
    return config_folder() / STORED


def _of() -> str:
    return f"{__version__} {platform.machine()} {platform.processor()} {os.cpu_count()}"
