"""Takes that can be changed, made as in a session."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.pipeline.background.background import Background
from app.pipeline.background.opening import open_background
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.frame import Captured, Frame, Image
from app.pipeline.process.keeper import Keeper
from app.pipeline.process.stages import PersonState, process
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_file import TakeFile
from app.settings import BackgroundSettings, Settings
from sinet_core.inference.segmenter import Segmenter
from tests.room import TruthSegmenter, raw_frame

GREEN = BackgroundSettings("color", "#2060c0")
SOURCE = "camera:fake"


def live(
    images: Sequence[Image], settings_of: Callable[[int], Settings], *, segmenter: Segmenter | None = None
) -> tuple[list[Image], list[KeptFrame]]:
    """The composites of images, 30 per second, and what a take keeps of them."""
    keeper, state, shown = Keeper(), None, None
    keeper.follow(True)
    composites, kept = [], []
    behind: Background | None = None
    for index, image in enumerate(images):
        image.flags.writeable = False
        settings = settings_of(index)
        if shown != settings.background:
            behind, shown = open_background(settings.background), settings.background
        captured = Captured(Frame(image, 100 + index / 30, index), 0, SOURCE)
        fresh = state is None
        done = process(
            captured.frame, state, source_id=SOURCE, settings=settings, gated=True, background=behind,
            segmenter=keeper.segmenter(segmenter or TruthSegmenter()),
        )  # fmt: skip
        state: PersonState | None = done.state  # type: ignore[no-redef]
        composites.append(done.frame.image)
        moment = keeper.kept(captured, settings, settings.background, moved=done.moved, fresh=fresh)
        assert moment is not None
        kept.append(moment)
    return composites, kept


def write_take(path: Path, kept: Iterable[KeptFrame]) -> Path:
    """A finished take; returns path."""
    with HeldFile.create(path) as held, closing(TakeFile(held.descriptor)) as take:
        for moment in kept:
            take.write(moment, moment.time)
    return path


def make_take(path: Path, count: int = 40, settings: Settings | None = None) -> Path:
    """Makes a take of the room with the pattern, with a moving person."""
    chosen = settings or Settings(background=GREEN)
    return write_take(path, live([raw_frame(index) for index in range(count)], lambda _: chosen)[1])


def alone(moment: KeptFrame) -> KeptFrame:
    """The same moment without a search for a person."""
    return replace(moment, pixels=None, alpha8=None, verdict="alone", fresh=False)


def noisy(index: int, *, moving: bool, seed: int = 3) -> Image:
    """The room with sensor noise; the person moves or stands still."""
    noise = np.random.default_rng(seed + index).normal(0, 1.5, raw_frame().shape)
    return np.clip(raw_frame(index if moving else 5) + noise, 0, 255).astype(np.uint8)
