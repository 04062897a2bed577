"""Opens the network that the settings ask for, and converts the core's errors to the app's."""
from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from app.errors import AppError
from app.paths import cache_folder
from app.settings import EngineSettings
from sinet_core.errors import CoreError, WeightsFileError
from sinet_core.inference.looks import BEST_NETWORK, Effort, Look, Looks, best_sizes, looks_at
from sinet_core.inference.segmenter import Segmenter, open_segmenter, shipped_weights
from sinet_core.inference.two_looks import Meanwhile, TwoLooks, in_turn
from sinet_core.kernels.door import native_variant

FileQuality = Literal["live", "best"]
"""For files: as in the window, or the best result, which looks ahead and takes longer."""

REINSTALL = "Reinstall Backdrop: its files are damaged or incomplete."


@dataclass(frozen=True)
class EngineChoice:
    """What to load: the shipped weights in the engine `name`, for one look or two."""

    name: str = "auto"
    looks: Looks = (Look((160, 256)),)
    threads: int = 1


def choice_for(settings: EngineSettings, frame_size: tuple[int, int], effort: Effort, threads: int) -> EngineChoice:
    """The choice for frames of (width, height) px at an effort, whatever the settings say of that."""
    return EngineChoice(settings.name, looks_at(frame_size, effort), threads)


def choice_of(settings: EngineSettings, frame_size: tuple[int, int]) -> EngineChoice:
    """The choice for files: as in the settings, where "auto" means the best.

    Args:
        frame_size: (width, height) px.
    """
    effort = "best" if settings.effort == "auto" else settings.effort
    return choice_for(settings, frame_size, effort, settings.threads)


def runs_native(engine: str) -> bool:
    """Whether this engine means the compiled kernels on this machine."""
    return engine == "native" or (engine == "auto" and native_variant() is not None)


def running_engine(engine: str) -> str:
    """The engine that the setting means on this machine, provided that it can run the network."""
    if engine == "auto":
        return "native" if runs_native(engine) else "openvino"
    return engine


def open_choice(choice: EngineChoice, meanwhile: Meanwhile = in_turn) -> Segmenter:
    """Loads the shipped weights for every look. meanwhile: see TwoLooks.

    Raises:
        AppError: the engine is unknown or not installed, or the weights are damaged.
    """
    try:
        segmenters = [
            open_segmenter(
                choice.name, shipped_weights(look.network, choice.name), size=look.size, threads=choice.threads,
                cache=cache_folder() / "network",
            )
            for look in choice.looks
        ]
    except WeightsFileError as error:
        raise AppError(str(error), REINSTALL) from error  # nobody but us put it there
    except CoreError as error:
        raise AppError(str(error), error.hint or REINSTALL) from error
    except ValueError as error:
        hint = "Use auto, native or opencv, or openvino or torch if installed."
        raise AppError(f"There is no engine '{choice.name}'", hint) from error
    except ImportError as error:
        hint = f"Install what it needs ({error.name or error}), or use auto."
        raise AppError(f"The engine '{choice.name}' is not installed", hint) from error
    if len(segmenters) == 1:
        return segmenters[0]
    first, second = segmenters
    return TwoLooks(first, second, meanwhile, choice.looks[0].network)


def load_for_file(settings: EngineSettings, quality: FileQuality, frame_size: tuple[int, int]) -> Segmenter:
    """As load_segmenter; for the best quality, what looks at each frame and its mirror image, at two sizes.

    Where there is a second core, two looks at a frame take place side by side.
    """
    meanwhile = _side_by_side() if (os.cpu_count() or 1) > 1 else in_turn
    if quality == "live":
        return open_choice(choice_of(settings, frame_size), meanwhile)
    from sinet_core.inference.mean_of_networks import MeanSegmenter  # the window never needs it

    best = best_sizes(frame_size)
    looks = (Look(size, BEST_NETWORK) for size in (best.small, best.large))
    small, large = (open_choice(EngineChoice(settings.name, (look,), settings.threads)) for look in looks)
    return MeanSegmenter(small, large, best.far, meanwhile)


def _side_by_side() -> Meanwhile:
    """Looks in a thread of their own, which ends with the segmenter."""
    thread = ThreadPoolExecutor(1, "second-look")
    return lambda look: thread.submit(look).result


def load_segmenter(settings: EngineSettings, frame_size: tuple[int, int] = (1280, 720)) -> Segmenter:
    """Loads the chosen engine for frames of (width, height). Raises AppError as open_choice does."""
    return open_choice(choice_of(settings, frame_size))
