"""Makes times continuous where recordings were joined, or where a transport stream's clock jumps."""
from __future__ import annotations

from dataclasses import dataclass

BACK_S = 0.5  # packets of one track never go back further, unless pieces were joined with an overlap
AHEAD_S = 10.0  # in a transport stream, a larger gap means another clock
TOGETHER_S = 1.0  # how far apart the tracks of one piece begin
BEHIND_S = 0.2  # one track of a piece may end this much earlier than another without a pause in it


@dataclass
class _Track:
    shift: float
    last: float
    end: float
    step: float = 0.0  # to the last packet from the one before


class Continuity:
    """Tells by how many seconds to shift the times of each packet; 0.0 for an ordinary file.

    All tracks of a joined piece get the same shift, whichever of them comes first, so that sound and frames stay
    together. Its first packet follows the end of the previous piece.
    """

    def __init__(self, *, may_jump: bool) -> None:
        """may_jump: jumps ahead mean another clock, as in a transport stream, and not a long pause."""
        self._may_jump = may_jump
        self._shifts: list[float] = [0.0]
        self._tracks: dict[int, _Track] = {}
        self._joined_at: float | None = None

    def shift(self, track: int, time: float, duration: float) -> float:
        """The shift for the next packet of a track. time: when it is decoded, in seconds."""
        if self._joined_at is not None:
            self._shifts, self._joined_at = [self._joined_at - time], None
        known = self._tracks.get(track)
        shift = known.shift if known is not None else self._shifts[-1]
        if self._tracks and self._jumps(known, time + shift):
            shift = self._other_shift(known, time)
        now = time + shift
        end = max(known.end if known is not None else now, now + duration)
        step = max(0.0, now - known.last) if known is not None else 0.0
        self._tracks[track] = _Track(shift, now, end, step)
        return shift

    def join(self) -> None:
        """What comes next is another piece, whatever its times say."""
        ends = (max(track.end, track.last + track.step) for track in self._tracks.values())
        self._joined_at = max(ends, default=None)
        self._tracks = {}

    def forget(self) -> None:
        """After a seek, the next packet may have any time."""
        self._shifts = [0.0]
        self._tracks = {}

    def _jumps(self, known: _Track | None, now: float) -> bool:
        if known is not None and now < known.last - BACK_S:
            return True
        latest = self._latest()
        return self._may_jump and (now > latest + AHEAD_S or (known is None and now < latest - AHEAD_S))

    def _other_shift(self, known: _Track | None, time: float) -> float:
        """The shift that another track of the same piece already has, or a new one."""
        end = known.end if known is not None else self._latest()
        for shift in reversed(self._shifts):
            if end - BACK_S <= time + shift <= self._latest() + TOGETHER_S:
                return shift
        latest = self._latest()
        follows = latest if latest > end + BEHIND_S else end
        self._shifts.append(follows - time)
        return self._shifts[-1]

    def _latest(self) -> float:
        return max(track.end for track in self._tracks.values())
