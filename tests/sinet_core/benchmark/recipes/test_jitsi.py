from __future__ import annotations

import numpy as np

from sinet_core.benchmark.recipes.jitsi import Jitsi
from tests.sinet_core.benchmark.people import RedIsPerson, moment_of
from tests.sinet_core.benchmark.recipes.frames import EMPTY, HERE, SIZE


def test_jitsi_asks_every_second_frame_and_follows_by_a_quarter() -> None:
    network = RedIsPerson()
    recipe = Jitsi(network)
    _, state = recipe.step(EMPTY, None)
    before = float(state.average[30, 32])
    asked = []
    for _ in range(4):
        _, state = recipe.step(HERE, state)
        asked.append(network.asked)
    assert asked == [1, 2, 2, 3]
    target = float(network.alpha(np.ascontiguousarray(HERE[::5, ::5]))[30, 32])
    expected = target + (before - target) * 0.75**2
    assert abs(float(state.average[30, 32]) - expected) < 0.03


def test_jitsi_takes_the_mask_as_it_is_where_the_picture_has_an_edge() -> None:
    truth = np.zeros(SIZE[::-1], np.float32)
    truth[:, 160:] = 1
    plain = moment_of(truth).frame
    edged = plain.copy()
    edged[:, :145] = (150, 60, 0)  # a darker part of the wall ends near the person
    veil, _ = Jitsi(RedIsPerson()).step(plain, None)
    clear, _ = Jitsi(RedIsPerson()).step(edged, None)
    assert veil[90, 145] > 0.2
    assert clear[90, 145] < 0.01
    assert clear[90, 150] == veil[90, 150]
