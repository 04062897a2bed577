"""Copies a sound track of the input into the output, packet by packet."""
from __future__ import annotations

from typing import Any

from av.error import FFmpegError


class CopiedSound:
    """Every packet is also decoded, only to find damaged ones, which are left out.

    Attributes:
        missing_s: seconds that were left out and are silent.
    """

    def __init__(self, container: Any, track: Any) -> None:
        """Adds a stream to container. Raises ValueError if that cannot hold the codec."""
        self.missing_s = 0.0
        self.stream = container.add_stream_from_template(track)
        self._last: int | None = None

    def feed(self, packet: Any, start: float) -> list[Any]:
        """The packets to write for one of the input. start: the input's time at which the output begins."""
        if not packet.size or packet.pts is None or packet.time_base is None:
            return []
        shift = round(start / packet.time_base)
        stamp = packet.dts if packet.dts is not None else packet.pts
        joined = self._last is not None and stamp <= self._last  # a joined piece that begins before the end of the last
        if packet.pts < shift or joined or not self._is_whole(packet):
            return []
        self._last = stamp
        packet.pts -= shift
        packet.dts = stamp - shift
        packet.stream = self.stream
        return [packet]

    def finish(self) -> list[Any]:
        return []

    def _is_whole(self, packet: Any) -> bool:
        try:
            packet.decode()
        except FFmpegError:
            self.missing_s += float((packet.duration or 0) * packet.time_base)
            return False
        return True
