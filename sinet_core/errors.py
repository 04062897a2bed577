"""Errors about a user's input; the app turns them into its own AppError."""
from __future__ import annotations


class CoreError(Exception):
    """A problem with a user's input: a one-line message, and a hint about what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class WeightsError(CoreError):
    """A weights file is missing, damaged, or belongs to another network."""


class WeightsFileError(WeightsError):
    """The file itself is missing or damaged, or holds another network: nothing is wrong with the engine."""


class DataError(CoreError):
    """A data folder or a picture in it cannot be used."""
