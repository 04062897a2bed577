"""Measures the loudness of a recording."""
from pathlib import Path

import av
import numpy as np

from app.pipeline.sound.chunk import RATE


def loudness(path: Path, track: int = 0) -> np.ndarray:
    """The root mean square of each tenth of a second of a sound track."""
    with av.open(str(path)) as container:
        samples = np.concatenate([f.to_ndarray()[0] for f in container.decode(audio=track)])
    tenths = samples[: len(samples) // (RATE // 10) * (RATE // 10)].reshape(-1, RATE // 10)
    return np.asarray(np.sqrt((tenths**2).mean(axis=1)))
