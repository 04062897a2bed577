"""Times whole recipes on the same 720p frames, taking turns: ours as in the app, and the peers'."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from app.commands.bench.frame import FPS, FRAME_SIZES, LIVE, moving_clip, opencv_threads, picture_name
from app.commands.bench.networks import Figures, Work, time_in_turns
from app.pipeline.background.opening import open_background
from app.pipeline.background.parsing import parse_background
from app.pipeline.frame import Frame
from app.pipeline.process.stages import PersonState, process
from app.pipeline.tuning.choice import load_segmenter
from app.settings import EngineSettings
from sinet_core.benchmark.recipes import RECIPES, Recipe, open_recipe
from sinet_core.benchmark.recipes.networks import Networks
from sinet_core.compositing.canvases import Canvases
from sinet_core.compositing.composite import blend
from sinet_core.errors import CoreError
from sinet_core.inference.looks import Effort

OURS = ("backdrop", "backdrop-gated")
SIZE = FRAME_SIZES["720p"]


def measure_recipes(rounds: int, peers: Path, *, say: Callable[[str], None], threads: int = 1) -> Figures:
    """The median_ms and min_ms of a moving 720p frame, from the camera's image to the composite.

    The peers' alphas are composited with the cheapest blend that we know, in 8 bits; their own method (on a
    graphics card, or in floats) takes longer on a processor.
    """
    frames = moving_clip(SIZE)
    works: dict[str, Work] = {
        "backdrop": _our_work(frames, threads, "full"), "backdrop fine": _our_work(frames, threads, "fine"),
        "backdrop finest": _our_work(frames, threads, "finest"), "backdrop best": _our_work(frames, threads, "best"),
    }  # fmt: skip
    for name in RECIPES:
        if name in OURS:
            continue
        try:
            works[name] = _peer_work(open_recipe(name, Networks(peers, threads=threads)), frames)
        except CoreError as error:
            say(f"{name} is skipped: {error}. {error.hint}")
    with opencv_threads(threads):
        return time_in_turns(works, rounds)


def _our_work(frames: Sequence[Frame], threads: int, effort: Effort) -> Work:
    segmenter = load_segmenter(EngineSettings(effort=effort, threads=threads), SIZE)
    background = open_background(parse_background(picture_name()))
    numbers, canvases = count(), Canvases()
    state: PersonState | None = None
    shown = deque[Frame](maxlen=1)  # kept until the next one, as in a window

    def work() -> None:
        nonlocal state
        number = next(numbers)
        done = process(
            Frame(frames[number % len(frames)].image, number / FPS, number), state, source_id="", settings=LIVE,
            segmenter=segmenter, background=background, gated=True, canvases=canvases,
        )  # fmt: skip
        state = done.state
        shown.append(done.frame)

    return work


def _peer_work(recipe: Recipe, frames: Sequence[Frame]) -> Work:
    background = open_background(parse_background(picture_name()))
    numbers = count()
    state: Any = None

    def work() -> None:
        nonlocal state
        image = frames[next(numbers) % len(frames)].image
        alpha, state = recipe.step(image, state)
        blend(image, alpha, background.render(image, alpha, 0.0))

    return work
