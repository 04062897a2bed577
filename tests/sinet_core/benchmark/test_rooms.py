from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sinet_core.benchmark.rooms import SCREEN, Room, RoomKind, cover, find_rooms, shuffled_rooms
from tests.sinet_core.benchmark.people import write_rooms

SIZE = (160, 96)


def room_of(folder: Path, kind: RoomKind) -> Room:
    rng = np.random.default_rng(2)
    return shuffled_rooms([folder], rng).make(0, kind, SIZE, rng)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_rooms(tmp_path / "rooms")


def test_a_still_room_is_still(folder: Path) -> None:
    room = room_of(folder, "still")
    assert room.render(0).shape == (96, 160, 3)
    assert np.array_equal(room.render(0), room.render(2.3))


def test_a_drifting_room_drifts_smoothly(folder: Path) -> None:
    room = room_of(folder, "drifting")
    here, next_frame, later = (room.render(t).astype(int) for t in (0, 1 / 30, 0.6))
    assert 0 < np.abs(next_frame - here).mean() < np.abs(later - here).mean()


def test_only_the_screen_plays(folder: Path) -> None:
    room = room_of(folder, "screen")
    changed = (room.render(0.1) != room.render(0.9)).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert changed.any()
    assert columns.max() < SCREEN[2] * SIZE[0] + 1
    assert rows.max() < SCREEN[3] * SIZE[1] + 1


def test_no_room_comes_twice_while_there_are_others(folder: Path) -> None:
    rng = np.random.default_rng(2)
    supply = shuffled_rooms([folder], rng)
    rooms = [supply.make(index, "still", SIZE, rng).image.tobytes() for index in range(4)]
    assert len(set(rooms[:3])) == 3
    assert rooms[3] == rooms[0]


def test_without_folders_the_bundled_rooms_are_taken() -> None:
    assert len(find_rooms([])) >= 8


@pytest.mark.parametrize("size", [(300, 100), (100, 300), (40, 40)])
def test_a_picture_covers_any_size(size: tuple[int, int]) -> None:
    image = np.arange(60 * 80 * 3, dtype=np.uint32).astype(np.uint8).reshape(60, 80, 3)
    assert cover(image, size).shape == (size[1], size[0], 3)
