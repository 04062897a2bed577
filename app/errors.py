"""The error that users see: what happened, and what to do next."""
from __future__ import annotations


class AppError(Exception):
    """Something went wrong that the user can understand.

    Attributes:
        title: what happened, in one line without a full stop ("Cannot read picture 'room.png'").
        hint: what to do next, in one sentence.
        failed_running: True if the input was fine but the work failed (exit status 1 instead of 2).
    """

    def __init__(self, title: str, hint: str = "", *, failed_running: bool = False) -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint
        self.failed_running = failed_running

    @property
    def exit_status(self) -> int:
        return 1 if self.failed_running else 2

    def __str__(self) -> str:
        return f"{self.title}. {self.hint}" if self.hint else self.title
