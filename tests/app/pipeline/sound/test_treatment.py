import numpy as np
import pytest

from app.pipeline.sound.chunk import Chunk
from app.pipeline.sound.treatment import Treatment
from app.settings import SoundSettings


def test_gain_is_in_decibel_and_never_beyond_full_scale() -> None:
    treat = Treatment(SoundSettings(gain_db=6))
    chunk = Chunk(np.array([[0.1, 0.9, -0.9]], np.float32), 1.0)
    treated = treat(chunk)
    assert treated.samples[0] == pytest.approx([0.1995, 1.0, -1.0], abs=0.001)
    assert treated.time == 1.0


def test_muted_is_silence_of_the_same_length_at_once() -> None:
    treat = Treatment(SoundSettings())
    chunk = Chunk(np.full((2, 960), 0.4, np.float32), 1.0)
    assert treat(chunk) is chunk
    treat.muted = True
    muted = treat(chunk)
    assert muted.samples.shape == (2, 960)
    assert not muted.samples.any()
