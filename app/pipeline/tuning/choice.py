"""Opens the network that the settings ask for, and converts the core's errors to the app's."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.errors import AppError
from app.paths import cache_folder
from app.settings import EngineSettings
from sinet_core.errors import CoreError
from sinet_core.inference.input_sizes import Effort, Size, best_sizes, network_size, second_size
from sinet_core.inference.segmenter import Segmenter, open_segmenter
from sinet_core.inference.two_looks import TwoLooks
from sinet_core.kernels.door import native_variant

FileQuality = Literal["live", "best"]
"""For files: as in the window, or the best result, which looks ahead and takes longer."""

REINSTALL = "Reinstall Backdrop: its files are damaged or incomplete."


@dataclass(frozen=True)
class EngineChoice:
    """What to load: the shipped weights in the engine `name`.

    Attributes:
        size: (height, width) of the input.
        second: that of a second look at each frame; None for none.
    """

    name: str = "auto"
    size: Size = (160, 256)
    threads: int = 1
    second: Size | None = None


def choice_for(settings: EngineSettings, frame_size: tuple[int, int], effort: Effort, threads: int) -> EngineChoice:
    """The choice for frames of (width, height) px at an effort, whatever the settings say of that."""
    second = second_size(frame_size, effort)
    return EngineChoice(settings.name, network_size(frame_size, effort), threads, second)


def choice_of(settings: EngineSettings, frame_size: tuple[int, int]) -> EngineChoice:
    """The choice for files: as in the settings, where "auto" means the finest.

    Args:
        frame_size: (width, height) px.
    """
    effort = "finest" if settings.effort == "auto" else settings.effort
    return choice_for(settings, frame_size, effort, settings.threads)


def runs_native(engine: str) -> bool:
    """Whether this engine means the compiled kernels on this machine."""
    return engine == "native" or (engine == "auto" and native_variant() is not None)


def running_engine(engine: str) -> str:
    """The engine that the setting means on this machine, provided that it can run the network."""
    if engine == "auto":
        return "native" if runs_native(engine) else "openvino"
    return engine


def open_choice(choice: EngineChoice) -> Segmenter:
    """Loads the shipped weights, twice if there is a second look.

    Raises:
        AppError: the engine is unknown or not installed, or the weights are damaged.
    """
    try:
        first, *rest = (
            open_segmenter(choice.name, size=size, threads=choice.threads, cache=cache_folder() / "network")
            for size in (choice.size, choice.second) if size
        )
    except CoreError as error:
        raise AppError(str(error), error.hint or REINSTALL) from error
    except ValueError as error:
        hint = "Use auto, native or opencv, or openvino or torch if installed."
        raise AppError(f"There is no engine '{choice.name}'", hint) from error
    except ImportError as error:
        hint = f"Install what it needs ({error.name or error}), or use auto."
        raise AppError(f"The engine '{choice.name}' is not installed", hint) from error
    return TwoLooks(first, *rest) if rest else first


def load_for_file(settings: EngineSettings, quality: FileQuality, frame_size: tuple[int, int]) -> Segmenter:
    """As load_segmenter; for the best quality, what looks at each frame and its mirror image, at two sizes."""
    if quality == "live":
        return load_segmenter(settings, frame_size)
    from sinet_core.inference.mean_of_networks import MeanSegmenter  # the window never needs it

    best = best_sizes(frame_size)
    choices = (EngineChoice(settings.name, size, settings.threads) for size in (best.small, best.large))
    small, large = map(open_choice, choices)
    return MeanSegmenter(small, large, best.far)


def load_segmenter(settings: EngineSettings, frame_size: tuple[int, int] = (1280, 720)) -> Segmenter:
    """Loads the chosen engine for frames of (width, height). Raises AppError as open_choice does."""
    return open_choice(choice_of(settings, frame_size))
