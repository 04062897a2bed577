"""Times this machine once, for two seconds, and remembers what came out."""
from __future__ import annotations

import json
import logging
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from app import __version__
from app.paths import config_folder
from app.pipeline.engine import EngineChoice, open_choice
from app.pipeline.governor import EFFORTS, Costs, Level
from sinet_core.segmenter import Segmenter
from sinet_core.sizes import SIZES, WIDE

SECONDS = 2.0
MOST_THREADS = 4
LEAST_RUNS = 3
REST_OF_NETWORK = 2.7  # so many times the full network take the other stages of a moving 720p frame
STORED = "machine.json"

logger = logging.getLogger(__name__)


def thread_counts() -> tuple[int, ...]:
    """Worth a try here: 1, 2, 4 as far as there are cores."""
    return tuple(count for count in (1, 2, 4) if count <= min(MOST_THREADS, os.cpu_count() or 1))


def time_machine(
    *,
    open_network: Callable[[EngineChoice], Segmenter] = open_choice,
    stopped: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.perf_counter,
) -> Costs | None:
    """Runs every level for its share of seconds, medians; None when stopped meanwhile.

    Raises:
        sinet_core.errors.WeightsError: the network cannot be loaded.
    """
    levels = list(_levels())
    network_ms: dict[Level, float] = {}
    for level in levels:
        height, width = SIZES[WIDE][level.effort]
        network = open_network(EngineChoice(size=(height, width), threads=level.threads))
        picture = np.random.default_rng(0).integers(0, 255, (height, width, 3), dtype=np.uint8)
        taken: list[float] = []
        end = clock() + seconds / len(levels)
        while len(taken) < LEAST_RUNS or clock() < end:
            if stopped():
                return None
            start = clock()
            network.alpha(picture)
            taken.append((clock() - start) * 1e3)
        network_ms[level] = round(statistics.median(taken), 3)
    return Costs(network_ms, round(REST_OF_NETWORK * network_ms[Level()], 3))


def measure_and_store(stopped: Callable[[], bool]) -> Costs | None:
    """Times this machine, for the next start too. See app.pipeline.tuner.MeasureMachine."""
    costs = time_machine(stopped=stopped)
    if costs is not None:
        store_costs(costs)
    return costs


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
    """Keeps them; a machine that does not let us is timed again at the next start."""
    path = path or _path()
    rows = [[level.effort, level.threads, ms] for level, ms in costs.network_ms.items()]
    text = json.dumps({"of": _of(), "network_ms": rows, "rest_ms": costs.rest_ms})
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        logger.warning("the machine's times cannot be kept: %s", error)


def _levels() -> Iterator[Level]:
    return (Level(effort, threads) for effort in EFFORTS for threads in thread_counts())


def _path() -> Path:
    return config_folder() / STORED


def _of() -> str:
    return f"{__version__} {platform.machine()} {platform.processor()} {os.cpu_count()}"
