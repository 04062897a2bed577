from __future__ import annotations

from sinet_core.benchmark.recipes.live_backgroundremoval_lite import LiveBackgroundRemovalLite
from tests.sinet_core.benchmark.people import RedIsPerson, moment_of
from tests.sinet_core.benchmark.recipes.frames import EMPTY, HERE
from tests.sinet_core.scenes import person_alpha


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
