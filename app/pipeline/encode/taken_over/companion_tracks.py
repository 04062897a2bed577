"""The sound and subtitles of the input, in sync with the frames of the output."""
from __future__ import annotations

import logging
import math
from typing import Any

import av
from av.stream import Disposition

from app.pipeline.decode.companions import Companions
from app.pipeline.encode.formats import OutputFormat
from app.pipeline.encode.taken_over.copied_sound import CopiedSound
from app.pipeline.encode.taken_over.description import carried, carried_of_track, moved_chapters
from app.pipeline.encode.taken_over.encoded_sound import EncodedSound
from app.pipeline.encode.taken_over.sound_plan import COPIED, plan_sound
from app.pipeline.encode.taken_over.subtitles import SubtitleTrack, add_subtitles
from app.system.files import DISK_FULL_ERRORS

logger = logging.getLogger(__name__)
MIN_LEAD_S = 0.05  # of sound before the first frame; less than this is codec delay
WAIT_S = 2.0  # the input's sound may lag behind its frames by this much
MIN_MISSING_S = 0.01

Track = CopiedSound | EncodedSound | SubtitleTrack


class CompanionTracks:
    """Added to a container before it is started, once the first frame is known.

    Damaged sound is lost only where it is damaged; it ends neither the sound nor the frames.

    Attributes:
        lead_s: when the first frame is shown; later than 0 if sound precedes it.
    """

    def __init__(self, companions: Companions, container: Any, output: OutputFormat, *, seconds: float) -> None:
        """seconds: maximum length of the output, if known beforehand."""
        self._companions = companions
        self._container = container
        self._tracks: list[tuple[Any, Track]] = []
        self._refused_s = 0.0
        self.lead_s = self._lead()
        self._start = companions.start() - self.lead_s
        for track in companions.sounds:
            self._keep(track, self._added(track, output))
        for track in companions.subtitles:
            added = add_subtitles(container, track)
            if added is None:
                companions.packets.drop(track)
            else:
                self._keep(track, added)
        container.metadata.update(carried(companions.metadata))
        if companions.chapters:
            container.set_chapters(moved_chapters(companions.chapters, self._start, seconds + self.lead_s))

    def advance(self, until: float) -> None:
        """Writes the sound read so far, up to that time of the output, in seconds. Raises OSError on a full disk."""
        if self._companions.alone:
            self._read_up_to(until)
        self._write_read(until)

    def _write_read(self, until: float) -> None:
        for track, written in self._tracks:
            waiting = self._companions.packets.waiting(track)
            while waiting and self._time_of(waiting[0]) <= until:
                self._mux(written.feed(waiting.popleft(), self._start))

    def finish(self, until: float) -> None:
        """Reads and writes everything up to that time."""
        if self._companions.video is not None:
            self._companions.packets.drop(self._companions.video)
        self._read_up_to(until)
        for _, written in self._tracks:
            if not isinstance(written, SubtitleTrack):
                self._mux(written.finish())

    def _read_up_to(self, until: float) -> None:
        self._write_read(until)
        try:
            while self._is_wanting(until) and self._companions.packets.read():
                self._write_read(until)
        except av.error.FFmpegError as error:
            if getattr(error, "errno", None) in DISK_FULL_ERRORS:
                raise
            logger.warning("the sound ends early: %s", error)

    def warnings(self) -> list[str]:
        """What the user should know about the sound, one sentence each."""
        missing = self._refused_s + sum(
            written.missing_s for _, written in self._tracks if not isinstance(written, SubtitleTrack)
        )
        said = []
        if self._companions.sounds and self._companions.left_out:
            count = len(self._companions.sounds) + self._companions.left_out
            said.append(f"{self._companions.left_out} of {count} sound tracks cannot be decoded here and are left out.")
        if missing >= MIN_MISSING_S:
            said.append(f"{missing:.2f} s of the sound are damaged or missing in the input; there it is silent.")
        return said

    def _lead(self) -> float:
        """How much sound precedes the first frame, in seconds."""
        if self._companions.alone:
            return 0.0
        first = self._companions.start()
        begins = [self._begin(track) for track in self._companions.sounds]
        lead = first - min((begin for begin in begins if begin is not None), default=first)
        return lead if lead >= MIN_LEAD_S else 0.0

    def _begin(self, track: Any) -> float | None:
        """When a track is first heard, as far as it was read; earlier packets are codec delay."""
        for packet in self._companions.packets.waiting(track):
            if packet.pts is not None and packet.time_base:
                says = packet.pts if track.start_time is None else track.start_time
                return float(max(packet.pts, says) * packet.time_base)
        return None

    def _added(self, track: Any, output: OutputFormat) -> Track:
        plan = plan_sound(track, output, indexed=self._companions.indexed)
        if plan is COPIED:
            return CopiedSound(self._container, track)
        return EncodedSound(self._container, plan, track.codec_context.rate)

    def _keep(self, track: Any, written: Track) -> None:
        written.stream.metadata.update(carried_of_track(track.metadata))
        only = len(self._companions.sounds) == 1 and track in self._companions.sounds
        written.stream.disposition = track.disposition | (Disposition.default if only else Disposition(0))
        self._tracks.append((track, written))

    def _time_of(self, packet: Any) -> float:
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is None or not packet.time_base:
            return -math.inf
        return float(stamp * packet.time_base) - self._start

    def _is_wanting(self, until: float) -> bool:
        """Whether some sound up to that time has not been read yet."""
        packets = self._companions.packets
        if packets.latest - self._start > until + WAIT_S:
            return False
        return any(not packets.waiting(track) for track in self._companions.sounds)

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            seconds = float((packet.duration or 0) * packet.time_base)
            try:
                self._container.mux(packet)
            except (av.error.FFmpegError, ValueError) as error:
                if getattr(error, "errno", None) in DISK_FULL_ERRORS:
                    raise
                logger.warning("a packet of sound was not taken: %s", error)
                self._refused_s += seconds
