from __future__ import annotations

import numpy as np

from sinet_core.grid import areas_of, to_grid
from sinet_core.kernels.parameters import windows_of
from sinet_core.kernels.reference.edge_colors import find_edges, local_colors

PERSON, ROOM, OTHER = np.array((40, 60, 200)), np.array((220, 160, 40)), np.array((10, 220, 30))


def scene(height: int = 240, width: int = 320) -> tuple[np.ndarray, np.ndarray]:
    """A frame and its alpha: a person on the left whose soft edge is 4 px wide."""
    alpha = np.clip((width // 2 + 2 - np.arange(width)) / 4, 0, 1)
    alpha8 = np.rint(np.broadcast_to(alpha, (height, width)) * 255).astype(np.uint8)
    share = (alpha8 / 255)[..., None]
    return np.rint(share * PERSON + (1 - share) * ROOM).astype(np.uint8), alpha8


def test_the_persons_own_colour_comes_back_from_every_mixed_pixel() -> None:
    frame, alpha8 = scene()
    for edge in find_edges(frame, alpha8, areas_of(alpha8)[1]):
        here = edge.block.rows, edge.block.columns
        color = edge.color(frame) / 255
        covered = alpha8[here] > 100
        assert np.abs(color - PERSON)[covered].max() < 20
        assert (edge.part.astype(int) + edge.rest == 255).all()


def test_a_block_of_the_composite_has_neither_room_nor_fringe() -> None:
    frame, alpha8 = scene()
    background = np.full_like(frame, OTHER)
    out = background.copy()
    for edge in find_edges(frame, alpha8, areas_of(alpha8)[1]):
        edge.put(frame, background, out)
    share = (alpha8 / 255)[..., None]
    expected = share * PERSON + (1 - share) * OTHER
    mixed = (alpha8 > 0) & (alpha8 < 255)
    assert np.abs(out - expected)[mixed].max() < 10, "a plain blend is off by 45"
    assert (out[alpha8 == 0] == OTHER).all()


def test_without_mixed_pixels_there_is_no_edge() -> None:
    frame, alpha8 = scene()
    hard = np.where(alpha8 > 127, 255, 0).astype(np.uint8)
    hard[:, 160:] = 0
    assert not list(find_edges(frame, hard, areas_of(hard)[1]))


def test_the_grid_that_is_given_is_used_instead_of_the_frame() -> None:
    frame, alpha8 = scene(300, 400)
    blocks = areas_of(alpha8)[1]
    (edge, *_) = find_edges(frame, alpha8, blocks)
    (given, *_) = find_edges(frame, alpha8, blocks, to_grid(frame, 2))
    np.testing.assert_allclose(given.around, edge.around, atol=2 * 255)
    (black, *_) = find_edges(frame, alpha8, blocks, np.zeros_like(to_grid(frame, 2)))
    assert np.abs(black.around - edge.around).max() > 20 * 255


def test_far_from_either_the_wider_window_answers() -> None:
    frame, alpha8 = scene(240, 240)
    windows = windows_of(alpha8.shape, 1)
    person, room = local_colors(frame, alpha8, 1, windows)
    assert np.abs(person[100, 60] - PERSON).max() < 5
    assert np.abs(room[100, 180] - ROOM).max() < 5
    near, wide = (120 - windows[index] // 2 - 1 for index in (0, 1))
    assert wide + 4 < near
    assert np.abs(room[100, wide + 4] - ROOM).max() < 30, "only the wide window reaches the room"
    assert np.abs(room[100, 4] - PERSON).max() < 5, "no window reaches it"
