"""Reports a training's progress: rows in log.csv, and a line on stdout now and then."""
from __future__ import annotations

import csv
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sinet_core.training.recipe import Recipe
from sinet_core.training.validation import Validated

REPORT_EVERY_S = 30.0
COLUMNS = ("time", "stage", "step", "loss", "lr", "pictures_per_second", "val_miou", "val_rooms")


@dataclass
class Position:
    """A run's position: the stage, and the step in it."""

    stage: int = 0
    step: int = 0


class Progress:
    """Reports loss, pictures per second, the expected end, and validation results."""

    def __init__(self, out: Path, recipe: Recipe, position: Position, processes: int) -> None:
        self._path = out / "log.csv"
        self._recipe, self._processes = recipe, processes
        self._since, self._step = time.monotonic(), position.step
        if not self._path.is_file():
            self._write(COLUMNS)

    def due(self) -> bool:
        return time.monotonic() - self._since >= REPORT_EVERY_S

    def report(self, position: Position, loss: float, rate: float) -> None:
        now = time.monotonic()
        stage = self._recipe.stages[position.stage]
        together = stage.batch * self._processes
        speed = (position.step - self._step) * together / (now - self._since)
        self._since, self._step = now, position.step
        left = stage.pictures - position.step * together
        later = sum(s.pictures for s in self._recipe.stages[position.stage + 1 :])
        end = datetime.now() + timedelta(seconds=(left + later) / max(speed, 0.1))
        self._row(position, f"{loss:.4f}", f"{rate:.2e}", f"{speed:.1f}", "", "")
        self._say(
            f"stage {position.stage} step {position.step}/{stage.steps(self._processes)} loss {loss:.4f} "
            f"lr {rate:.2e} {speed:.1f} pictures/s, ends around {end:%H:%M}"
        )

    def validated(self, position: Position, found: Validated, best: bool) -> None:
        self._row(position, "", "", "", f"{found.miou:.3f}", f"{found.rooms:.3f}")
        sets = ", ".join(f"{name} {miou:.2f}" for name, miou in found.sets.items())
        mark = ", best so far" if best else ""
        self._say(
            f"stage {position.stage} step {position.step}: mIoU {found.miou:.2f}, rooms {found.rooms:.2f} % "
            f"on held-out pictures{mark} ({sets})"
        )

    def finished(self, stage: int) -> None:
        self._say(f"stage {stage} done")

    def _row(self, position: Position, *values: str) -> None:
        self._write((f"{datetime.now():%F %T}", position.stage, position.step, *values))

    def _write(self, row: tuple[object, ...]) -> None:
        with self._path.open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerow(row)

    def _say(self, line: str) -> None:
        print(line, flush=True)  # noqa: T201 - the log is stdout
