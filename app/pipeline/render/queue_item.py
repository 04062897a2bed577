"""One item of a queue, and its state."""
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
    """One task of a queue, as it stands now.

    Attributes:
        id: unique in its queue.
        task: what to do.
        name: of the input, for people.
        output: the file to make; once done, the one that was made.
        state: a paused item may have been started or not; after a restart, it starts again.
        done, total: frames; total is None while unknown.
        left_s: about how many seconds are left; None while unknown.
        error, hint: why it failed, one line each; otherwise "".
        bad_input: it failed because of its input, so retrying does not help.
        warnings: what the user should know about the result, one sentence each.
        report: its doer's answer, if it was done in this run; otherwise empty.
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
        """The part that is done, 0..1; None if unknown."""
        if self.state == "done":
            return 1.0
        return min(1.0, self.done / self.total) if self.total else None

    def finished(self, output: Path, report: Mapping[str, Any]) -> QueueItem:
        """This item, once output has been made. report: its doer's answer."""
        warnings = tuple(str(each) for each in report.get("warnings", ()))
        return replace(self, state="done", output=output, warnings=warnings, report=report, left_s=None)

    def failed(self, error: AppError) -> QueueItem:
        """This item, once it has failed."""
        bad_input = not error.failed_running
        return replace(self, state="failed", error=error.title, hint=error.hint, bad_input=bad_input, left_s=None)
