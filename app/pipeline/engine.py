"""The network that the settings ask for, with the core's errors as the app's."""
from __future__ import annotations

from app.errors import AppError
from app.settings import EngineSettings
from sinet_core.errors import CoreError
from sinet_core.segmenter import Segmenter, open_segmenter

REINSTALL = "Install Backdrop again: its files are damaged or incomplete."


def load_segmenter(settings: EngineSettings) -> Segmenter:
    """Loads the shipped weights into the chosen engine.

    Raises:
        AppError: there is no such engine, it is not installed, or the weights are damaged.
    """
    try:
        return open_segmenter(settings.name, threads=settings.threads)
    except CoreError as error:
        raise AppError(str(error), error.hint or REINSTALL) from error
    except ValueError as error:
        hint = "Use openvino, or torch where that is installed."
        raise AppError(f"There is no engine '{settings.name}'", hint) from error
    except ImportError as error:
        hint = f"Install what it needs ({error.name or error}), or use openvino."
        raise AppError(f"The engine '{settings.name}' is not installed", hint) from error
