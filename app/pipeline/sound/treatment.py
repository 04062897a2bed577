"""Applies the user's choices to the sound of a microphone: noise reduction, gain, mute."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.pipeline.sound.chunk import Chunk
from app.settings import SoundSettings

if TYPE_CHECKING:
    from app.pipeline.sound.noise import NoiseReducer


class Treatment:
    """One for each microphone. Other threads set the attributes; the microphone's thread reads them for each chunk.

    Attributes:
        settings: gain and noise are used.
        muted: whether to replace it by silence.
    """

    def __init__(self, settings: SoundSettings, *, muted: bool = False) -> None:
        self.settings = settings
        self.muted = muted
        self._noise: NoiseReducer | None = None

    def __call__(self, chunk: Chunk) -> Chunk:
        settings = self.settings
        if settings.reduce_noise:
            self._noise = self._noise or _noise_reducer()
            chunk = self._noise.reduce(chunk)
        else:
            self._noise = None
        if self.muted:
            return Chunk(np.zeros_like(chunk.samples), chunk.time)
        if settings.gain_db:
            louder = chunk.samples * np.float32(10 ** (settings.gain_db / 20))
            return Chunk(np.clip(louder, -1.0, 1.0), chunk.time)
        return chunk


def _noise_reducer() -> NoiseReducer:
    from app.pipeline.sound.noise import NoiseReducer  # loaded on demand, with FFmpeg

    return NoiseReducer()
