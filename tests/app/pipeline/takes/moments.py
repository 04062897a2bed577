"""Moments of a take: motion, stillness, and settings that change."""
from __future__ import annotations

from pathlib import Path

import numpy as np

from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_reader import TakeFrame, iter_take
from app.settings import BackgroundSettings, MirrorSettings, Settings, SourceZones, ZoneSettings
from app.zone_masks import pack
from sinet_core.matting.settings import MatteSettings
from tests.kept import GREEN, SOURCE, live, noisy

ZONES = pack(np.kron(np.array([[1, 0], [0, 2]], np.uint8), np.ones((20, 20), np.uint8)).astype(np.uint8))
OTHERS = Settings(
    background=BackgroundSettings("blur", blur=80), matte=MatteSettings(0.7, 0.2, 0.9, 0.4),
    mirror=MirrorSettings(output=True), zones=ZoneSettings((SourceZones(SOURCE, ZONES), SourceZones("other", "x"))),
)  # fmt: skip


def moments(count: int = 75) -> list[KeptFrame]:
    """Motion, then stillness, and other settings in the middle of that."""
    images = [noisy(index, moving=index < 20) for index in range(count)]
    return live(images, lambda index: OTHERS if index >= 45 else Settings(background=GREEN))[1]


def read(path: Path) -> list[TakeFrame]:
    return list(iter_take(path))
