"""The human check of section 3.4: one decision per picture, saved at once, undoable. Knows no window."""
from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from sinet_core.datagen.label_set import Label
from sinet_core.errors import DataError

Decision = Literal["accepted", "rejected"]
UNDONE = "undone"
FILE = "review.csv"
PAPER_PACE_S = 1.25
PACE_OVER = 20  # decisions
PAUSE_S = 15.0  # somebody who takes longer is not looking at the picture


def read_decisions(path: Path) -> dict[str, Decision]:
    """Name -> the latest decision, in the order in which decisions were made; empty if there is no file.

    A line that a kill cut off is left out.
    """
    decisions: dict[str, Decision] = {}
    for name, word in _rows(path):
        decisions.pop(name, None)
        if word == "accepted":
            decisions[name] = "accepted"
        elif word == "rejected":
            decisions[name] = "rejected"
    return decisions


class Review:
    """Pictures to review, and the decisions so far. Methods that decide take the time of any steady clock, s.

    Attributes:
        current: the picture to decide on; None once all are decided.
    """

    def __init__(self, labels: Sequence[Label], log: Path) -> None:
        """Continues where log ends. log: "name,decision" lines; it is only ever appended to."""
        self._labels = {label.name: label for label in labels}
        self._log = log
        said = read_decisions(log)
        self._decisions = {name: word for name, word in said.items() if name in self._labels}
        self._paces: deque[float] = deque(maxlen=PACE_OVER)
        self._shown_at: float | None = None
        self.current = self._next()

    @property
    def total(self) -> int:
        return len(self._labels)

    @property
    def accepted(self) -> int:
        return sum(word == "accepted" for word in self._decisions.values())

    @property
    def rejected(self) -> int:
        return len(self._decisions) - self.accepted

    @property
    def pace_s(self) -> float | None:
        """Mean seconds per picture over the last PACE_OVER decisions of this session, without pauses."""
        return sum(self._paces) / len(self._paces) if self._paces else None

    @property
    def left_s(self) -> float | None:
        """How long the rest will take at this pace."""
        return None if self.pace_s is None else self.pace_s * (self.total - len(self._decisions))

    @property
    def last(self) -> tuple[Label, Decision] | None:
        """What undo() would revert."""
        if not self._decisions:
            return None
        name = next(reversed(self._decisions))
        return self._labels[name], self._decisions[name]

    def upcoming(self, count: int) -> list[Label]:
        """The next pictures, starting with the current one."""
        waiting = (label for name, label in self._labels.items() if name not in self._decisions)
        first = [] if self.current is None else [self.current]
        rest = (label for label in waiting if label is not self.current)
        return [*first, *(label for label, _ in zip(rest, range(count - len(first)), strict=False))]

    def shown(self, now: float) -> None:
        """Starts the clock: the current picture is visible from now on."""
        self._shown_at = now

    def decide(self, decision: Decision, now: float) -> None:
        """Saves the decision on the current picture and moves on; does nothing once all are decided.

        Raises:
            DataError: it cannot be saved; then nothing has changed.
        """
        if self.current is None:
            return
        self._append(self.current.name, decision)
        self._decisions[self.current.name] = decision
        if self._shown_at is not None and now - self._shown_at <= PAUSE_S:
            self._paces.append(now - self._shown_at)
        self._shown_at = None
        self.current = self._next()

    def undo(self) -> None:
        """Reverts the last decision, even one of an earlier session, and shows its picture again.

        Raises:
            DataError: it cannot be saved; then nothing has changed.
        """
        if self.last is None:
            return
        label, _ = self.last
        self._append(label.name, UNDONE)
        del self._decisions[label.name]
        self._shown_at = None
        self.current = label

    def _next(self) -> Label | None:
        return next((label for name, label in self._labels.items() if name not in self._decisions), None)

    def _append(self, name: str, word: str) -> None:
        try:
            start = "\n" if _ends_torn(self._log) else ""
            with self._log.open("a", encoding="utf-8", newline="") as stream:
                stream.write(start)
                csv.writer(stream, lineterminator="\n").writerow((name, word))
        except OSError as error:
            hint = "The decision was not saved. Check free space and permissions."
            raise DataError(f"Cannot write '{self._log}': {error.strerror or error}", hint) from None


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            if len(row) == 2:
                yield row[0], row[1]


def _ends_torn(path: Path) -> bool:
    """Whether the last line is incomplete because a process was killed while writing it."""
    if not path.is_file() or path.stat().st_size == 0:
        return False
    with path.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) != b"\n"
