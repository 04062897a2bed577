from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest

from app.pipeline.decode.demux.packets import Packets
from tests.media import plain, write_video


@pytest.fixture
def container(tmp_path: Path) -> Iterator[Any]:
    path = write_video(tmp_path / "a.mp4", [plain((9, 9, 9))] * 10, sound="aac")
    with av.open(str(path)) as opened:
        yield opened


def times(packets: Iterator[Any]) -> list[float]:
    return [round(float(packet.pts * packet.time_base), 2) for packet in packets if packet.size]


def test_each_track_has_its_own_packets_from_one_reading(container: Any) -> None:
    video, sound = container.streams.video[0], container.streams.audio[0]
    packets = Packets(container, (video, sound))
    assert times(packets.of(video)) == [round(index / 25, 2) for index in range(10)]
    assert len(packets.waiting(sound)) > 10, "read along, and waiting"
    heard = times(packets.of(sound))
    assert heard == sorted(heard)
    assert len(heard) > 10


def test_the_last_packet_of_each_track_is_empty(container: Any) -> None:
    video, sound = container.streams.video[0], container.streams.audio[0]
    packets = Packets(container, (video, sound))
    for track in (video, sound):
        assert [packet.size == 0 for packet in packets.of(track)][-1]
    assert not packets.read()


def test_packets_of_a_dropped_track_are_not_kept(container: Any) -> None:
    video, sound = container.streams.video[0], container.streams.audio[0]
    packets = Packets(container, (video, sound))
    packets.drop(sound)
    assert len(times(packets.of(video))) == 10
    assert not packets.waiting(sound)
    assert list(packets.of(sound)) == []


def test_after_a_seek_nothing_of_the_old_position_waits(container: Any) -> None:
    video, sound = container.streams.video[0], container.streams.audio[0]
    packets = Packets(container, (video, sound))
    list(packets.of(video))
    container.seek(0)
    packets.begin_anew()
    assert not packets.waiting(sound)
    assert times(packets.of(video))[0] == 0.0


def test_a_closed_one_has_no_more_packets(container: Any) -> None:
    video = container.streams.video[0]
    packets = Packets(container, (video,))
    reading = packets.of(video)
    next(reading)
    packets.close()
    assert next(reading, None) is None
