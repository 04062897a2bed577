"""One file of a queue, and what is known of it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from app.errors import AppError
from app.pipeline.render.task import Task

ItemState = Literal["waiting", "running", "paused", "done", "failed", "stopped"]
UNFINISHED: tuple[ItemState, ...] = ("waiting", "running", "paused")


@dataclass(frozen=True)
class QueueItem:
    """One piece of work of a queue, as it stands now.

    Attributes:
        id: names it within its queue.
        task: what is to be done.
        name: for people, of what goes in.
        output: the file that is to be made; once it is done, the one that was made.
        state: a paused one has begun or has not; after a restart it begins anew.
        done, total: pictures; total is None while it is not known.
        left_s: seconds that it will take about, None while nobody can tell.
        error, hint: of what failed, each a line; error is "" otherwise.
        bad_input: what failed was not fit to begin with, and will fail again.
        warnings: what the user should know of the result, a sentence each.
        report: what was told of it when it was done in this run; else empty.
    """

    id: str
    task: Task
    name: str
    output: Path
    state: ItemState = "waiting"
    done: int = 0
    total: int | None = None
    left_s: float | None = None
    error: str = ""
    hint: str = ""
    bad_input: bool = False
    warnings: tuple[str, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def part_done(self) -> float | None:
        """0..1; None where nobody can tell."""
        if self.state == "done":
            return 1.0
        return min(1.0, self.done / self.total) if self.total else None

    def finished(self, output: Path, report: Mapping[str, Any]) -> QueueItem:
        """This item once output has been made; report is what its doer answered."""
        warnings = tuple(str(each) for each in report.get("warnings", ()))
        return replace(self, state="done", output=output, warnings=warnings, report=report, left_s=None)

    def failed(self, error: AppError) -> QueueItem:
        """This item once it has failed."""
        bad_input = not error.failed_running
        return replace(self, state="failed", error=error.title, hint=error.hint, bad_input=bad_input, left_s=None)
