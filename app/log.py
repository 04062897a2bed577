"""The log: a rotating file for developers, one line on stderr for users."""
from __future__ import annotations

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.address_secrets import redact
from app.paths import log_folder

LOG_BYTES = 1_000_000
LOG_FILES = 3
FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"

logger = logging.getLogger("backdrop")


class RedactingFormatter(logging.Formatter):
    """Keeps passwords in addresses out of the log, even out of tracebacks of other libraries' errors."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def log_path() -> Path:
    return log_folder() / "backdrop.log"


def start_logging(*, verbose: bool = False) -> None:
    """Logs to the file, and with verbose also to stderr, including uncaught errors of any thread.

    If the log folder is not writable, the program still runs; warnings go to stderr instead.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    handlers: list[logging.Handler] = [*_file_handler()]
    if verbose or not handlers:
        console = logging.StreamHandler(sys.stderr)
        console.setLevel(logging.INFO if verbose else logging.WARNING)
        handlers.append(console)
    for handler in root.handlers[:]:
        if getattr(handler, "of_backdrop", False):
            root.removeHandler(handler)
            handler.close()
    for handler in handlers:
        handler.of_backdrop = True  # type: ignore[attr-defined]
        handler.setFormatter(RedactingFormatter(FORMAT))
        root.addHandler(handler)
    threading.excepthook = _log_thread_error


def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Writes the whole traceback to the log file; the caller tells the user."""
    logger.critical("uncaught", exc_info=(kind, error, trace))


def _log_thread_error(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _file_handler() -> list[logging.Handler]:
    try:
        log_folder().mkdir(parents=True, exist_ok=True)
        return [
            RotatingFileHandler(log_path(), maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
        ]
    except (OSError, ModuleNotFoundError):  # before anything is installed, doctor still runs
        return []
