"""The packets of several tracks, from reading a file or address once."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from av.format import Flags

from app.pipeline.decode.demux.continuity import Continuity


class Packets:
    """Every packet of the tracks once, in the order of each track; packets wait until they are taken.

    Times continue where the file's start again; see Continuity. At the end each track has an empty packet, which makes
    its decoder hand out the rest. The same happens before another piece of the file.
    """

    def __init__(self, container: Any, tracks: Sequence[Any], more: Iterator[Any] = iter(())) -> None:  # noqa: B008
        """more: further containers with the same tracks, each opened only when needed."""
        self._container = container
        self._more = more
        self._others: list[Any] = []
        self._known_as: dict[int, int] = {}  # maps tracks of the current container to those of the first
        self._tracks = tracks
        self._waiting: dict[int, deque[Any]] = {track.index: deque() for track in tracks}
        self._continuity = Continuity(may_jump=bool(container.format.flags & Flags.ts_discont.value))
        self._read: Iterator[Any] = container.demux(*tracks)
        self.latest = 0.0

    def of(self, track: Any) -> Iterator[Any]:
        """The packets of one track; reads on if none is waiting."""
        return _OfTrack(self, track.index)

    def waiting(self, track: Any) -> deque[Any]:
        """The packets of a track that were read but not taken, oldest first."""
        return self._waiting.get(track.index, deque())

    def drop(self, track: Any) -> None:
        """Discards that track's packets from now on."""
        self._waiting.pop(track.index, None)

    def read(self) -> bool:
        """Reads one packet; False at the end. Raises FFmpegError or OSError if the source broke off."""
        packet = next(self._read, None)
        if packet is None:
            return self._go_on()
        index = self._known_as.get(packet.stream.index, packet.stream.index)
        self._place(packet, index)
        waiting = self._waiting.get(index)
        if waiting is not None:
            waiting.append(packet)
        return True

    def begin_anew(self) -> None:
        """After a seek in the container, discards the waiting packets, which are from another position."""
        for waiting in self._waiting.values():
            waiting.clear()
        self._continuity.forget()
        self._known_as = {}
        self._read = self._container.demux(*self._tracks)

    def close(self) -> None:
        """Releases the container. Closing it is up to the caller."""
        self._read = self._more = iter(())
        self._waiting = {}
        for container in self._others:
            container.close()
        self._container, self._others = None, []
        self._tracks = ()

    def _go_on(self) -> bool:
        """With the next container, if there is one."""
        container = next(self._more, None)
        if container is None:
            return False
        self._others.append(container)
        pairs = [(track, _same(track, self._container, container)) for track in self._tracks]
        found = {other.index: track.index for track, other in pairs if other is not None}
        self._known_as = found
        self._continuity.join()
        self._read = container.demux([container.streams[index] for index in found])
        return self.read()

    def _place(self, packet: Any, index: int) -> None:
        stamp = packet.dts if packet.dts is not None or packet.stream.type == "video" else packet.pts
        base = packet.time_base
        if stamp is None or not base:
            return
        time = float(stamp * base)
        shift = self._continuity.shift(index, time, float((packet.duration or 0) * base))
        self.latest = max(self.latest, time + shift)
        if shift:
            ticks = round(shift / base)
            packet.pts = packet.pts + ticks if packet.pts is not None else None
            packet.dts = packet.dts + ticks if packet.dts is not None else None


def _same(track: Any, container: Any, other: Any) -> Any | None:
    """The track of the other container that has the same kind and the same place among those."""
    own = [stream for stream in container.streams if stream.type == track.type]
    others = [stream for stream in other.streams if stream.type == track.type]
    place = own.index(track)
    return others[place] if place < len(others) else None


class _OfTrack(Iterator[Any]):
    def __init__(self, packets: Packets, index: int) -> None:
        self._packets = packets
        self._index = index

    def __next__(self) -> Any:
        waiting = self._packets._waiting.get(self._index)
        while waiting is not None and not waiting:
            if not self._packets.read():
                break
        if not waiting:
            raise StopIteration
        return waiting.popleft()
