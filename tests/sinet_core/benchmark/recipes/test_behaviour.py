"""What distinguishes each recipe: the steps that characterise it."""
from __future__ import annotations

import numpy as np

from sinet_core.benchmark.recipes.backscrub import Backscrub
from sinet_core.benchmark.recipes.jitsi import Jitsi
from sinet_core.benchmark.recipes.lfbw import Lfbw
from sinet_core.benchmark.recipes.live_backgroundremoval_lite import LiveBackgroundRemovalLite
from sinet_core.benchmark.recipes.obs_backgroundremoval import ObsBackgroundRemoval
from tests.sinet_core.benchmark.people import RedIsPerson, moment_of
from tests.sinet_core.scenes import person_alpha

SIZE = (320, 180)
HERE = moment_of(person_alpha(SIZE)).frame
THERE = moment_of(person_alpha(SIZE, 40)).frame
EMPTY = moment_of(np.zeros(SIZE[::-1], np.float32)).frame


def test_obs_keeps_its_mask_while_the_picture_looks_the_same() -> None:
    network = RedIsPerson()
    recipe = ObsBackgroundRemoval(network)
    first, state = recipe.step(HERE, None)
    same, state = recipe.step(np.clip(HERE.astype(int) + 2, 0, 255).astype(np.uint8), state)
    assert network.asked == 1
    assert same is first
    recipe.step(THERE, state)
    assert network.asked == 2


def test_obs_is_hard_and_gives_up_small_areas_of_background() -> None:
    truth = person_alpha(SIZE)
    truth[120:140, 150:170] = 0  # a gap, as between arm and hip
    alpha, _ = ObsBackgroundRemoval(RedIsPerson()).step(moment_of(truth).frame, None)
    assert set(np.unique(alpha)) == {0.0, 1.0}
    assert alpha[130, 160] == 1


def test_obs_lets_background_linger_where_the_person_arrives() -> None:
    recipe = ObsBackgroundRemoval(RedIsPerson())
    _, state = recipe.step(EMPTY, None)
    arrived, state = recipe.step(HERE, state)
    assert arrived[150, 160] == 0, "the average of before still counts as background"
    for shade in range(4):
        arrived, state = recipe.step(np.clip(HERE.astype(int) + 20 * (shade % 2 + 1), 0, 255).astype(np.uint8), state)
    assert arrived[150, 160] == 1


def test_lite_shows_nothing_first_and_then_the_mask_of_the_frame_before() -> None:
    network = RedIsPerson()
    recipe = LiveBackgroundRemovalLite(network)
    alpha, state = recipe.step(HERE, None)
    assert alpha.max() == 0
    _, state = recipe.step(HERE, state)
    assert network.asked == 1, "nothing moved"
    late, state = recipe.step(EMPTY, state)
    assert network.asked == 2
    assert late[150, 160] > 0, "the person has left, their mask not yet"


def test_lite_letterboxes_what_has_another_shape() -> None:
    tall = moment_of(person_alpha((120, 160))).frame
    network = RedIsPerson()
    recipe = LiveBackgroundRemovalLite(network)
    _, state = recipe.step(tall, None)
    assert state.mask.shape == (36, 27)


def test_backscrub_shows_the_mask_of_the_frame_before_and_no_side_strips() -> None:
    recipe = Backscrub(RedIsPerson())
    alpha, state = recipe.step(HERE, None)
    assert alpha.max() == 0
    alpha, state = recipe.step(EMPTY, state)
    assert alpha[150, 160] > 0.8
    alpha, _ = recipe.step(EMPTY, state)
    assert 0 < alpha[150, 160] < 0.15, "an eighth stays"
    wide = moment_of(np.ones((90, 320), np.float32)).frame
    _, state = recipe.step(wide, None)
    assert state.alpha[:, :70].max() == 0
    assert state.alpha[45, 160] > 0.8


def test_lfbw_follows_by_half_each_frame() -> None:
    recipe = Lfbw(RedIsPerson())
    _, state = recipe.step(EMPTY, None)
    values = []
    for _ in range(3):
        alpha, state = recipe.step(HERE, state)
        values.append(float(alpha[150, 160]))
    assert values == [0.5, 0.75, 0.875]


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
