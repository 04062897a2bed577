"""Keeps sound in sync with another clock: FFmpeg's aresample makes it inaudibly longer or shorter."""
from __future__ import annotations

from typing import Any

import av
import numpy as np

from app.pipeline.sound.chunk import RATE, TIME_BASE, Samples

# A smaller difference is drift, and is stretched away; a larger one is a gap or an overlap.
MAX_STRETCHED_S = 0.08
MAX_PER_SECOND = RATE // 100  # samples; one percent is inaudible, and no clock needs more
MIN_S = 0.001


class Stretching:
    """A stretch of sound without a gap.

    Attributes:
        end: the end of the sound pushed so far, in samples.
    """

    def __init__(self, begin: int) -> None:
        """begin: the time of the first sample, in samples, as passed to push."""
        self.end = begin
        self._graph = graph = av.filter.Graph()
        self._source = graph.add_abuffer(format="fltp", sample_rate=RATE, layout="stereo", time_base=TIME_BASE)
        # flags=res: from the first sample on, since starting later would be audible.
        options = (f"{RATE}:async={MAX_PER_SECOND}:min_comp={MIN_S}:min_hard_comp={MAX_STRETCHED_S}:"
                   f"comp_duration=1:first_pts={begin}:flags=res")
        stretch, self._sink = graph.add("aresample", options), graph.add("abuffersink")
        self._source.link_to(stretch)
        stretch.link_to(self._sink)
        graph.configure()

    def push(self, samples: Samples, time: int) -> Samples:
        """Returns the sound that is ready, float32 (2, samples). samples: one or two channels. time: of the first
        sample, in samples."""
        wide = np.ascontiguousarray(np.broadcast_to(samples, (2, samples.shape[1])))
        frame = av.AudioFrame.from_ndarray(wide, format="fltp", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE, TIME_BASE, time
        self.end = time + samples.shape[1]
        self._source.push(frame)
        return self._pull()

    def finish(self) -> Samples:
        """The sound that is still buffered."""
        self._source.push(None)
        return self._pull()

    def _pull(self) -> Samples:
        pieces: list[Any] = [np.zeros((2, 0), np.float32)]
        while True:
            try:
                frame: Any = self._sink.pull()
                pieces.append(frame.to_ndarray())
            except (av.error.BlockingIOError, av.error.EOFError):
                return np.concatenate(pieces, axis=1, dtype=np.float32)
