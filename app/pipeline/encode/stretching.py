"""Keeps sound at the pace of another clock: FFmpeg's aresample makes it a little longer or shorter, unheard."""
from __future__ import annotations

from typing import Any

import av
import numpy as np

from app.pipeline.sound.chunk import RATE, TIME_BASE, Samples

# Less is the drift of clocks, and is stretched away; more is a gap, or came twice.
MAX_STRETCHED_S = 0.08
MAX_PER_SECOND = RATE // 100  # samples: a hundredth is not heard, and no clock needs more
MIN_S = 0.001


class Stretching:
    """One row of sound without a gap.

    Attributes:
        end: of what was pushed, samples by its times.
    """

    def __init__(self, begin: int) -> None:
        """begin: of the first sample, samples by the times that push is given."""
        self.end = begin
        self._graph = graph = av.filter.Graph()
        self._source = graph.add_abuffer(format="fltp", sample_rate=RATE, layout="stereo", time_base=TIME_BASE)
        # flags=res: from the first sample on, since to begin with it later would be heard.
        options = (f"{RATE}:async={MAX_PER_SECOND}:min_comp={MIN_S}:min_hard_comp={MAX_STRETCHED_S}:"
                   f"comp_duration=1:first_pts={begin}:flags=res")
        stretch, self._sink = graph.add("aresample", options), graph.add("abuffersink")
        self._source.link_to(stretch)
        stretch.link_to(self._sink)
        graph.configure()

    def push(self, samples: Samples, time: int) -> Samples:
        """What is ready, float32 (2, samples). samples: with one channel or two; time: of the first, samples."""
        wide = np.ascontiguousarray(np.broadcast_to(samples, (2, samples.shape[1])))
        frame = av.AudioFrame.from_ndarray(wide, format="fltp", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE, TIME_BASE, time
        self.end = time + samples.shape[1]
        self._source.push(frame)
        return self._pull()

    def finish(self) -> Samples:
        """What was held back."""
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
