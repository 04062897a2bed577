"""Processing a frame keeps nothing: after hundreds of frames, no more memory is in use than after the first few."""
from __future__ import annotations

import gc
import tracemalloc

import pytest

from app.pipeline.background.background import Background
from app.pipeline.background.opening import open_background
from app.pipeline.frame import Frame
from app.pipeline.process.stages import PersonState, process
from app.settings import BackgroundSettings, MirrorSettings, Settings
from tests.room import SIZE, TruthSegmenter, raw_frame

FRAMES = [raw_frame(index) for index in range(6)]
FRAME_BYTES = 3 * SIZE[0] * SIZE[1]


def run(count: int, state: PersonState | None, background: Background, *, moving: bool) -> PersonState:
    segmenter, settings = TruthSegmenter(), Settings(mirror=MirrorSettings(output=True))
    start = 0.0 if state is None or state.gate is None else state.gate.looked_at + 1 / 30
    for number in range(count):
        frame = Frame(FRAMES[number % len(FRAMES) if moving else 0], start + number / 30, number)
        state = process(
            frame, state, source_id="", settings=settings, segmenter=segmenter, background=background, gated=True
        ).state
    assert state is not None
    return state


@pytest.mark.parametrize("moving", [True, False])
@pytest.mark.parametrize("kind", [BackgroundSettings("blur"), BackgroundSettings("color", "#204060")])
def test_memory_is_flat(kind: BackgroundSettings, moving: bool) -> None:
    background = open_background(kind)
    tracemalloc.start()
    try:
        state = run(40, None, background, moving=moving)
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        run(200, state, background, moving=moving)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 5 * FRAME_BYTES  # what is held varies from phase to phase; 200 frames have passed
