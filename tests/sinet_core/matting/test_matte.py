from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from itertools import pairwise

import cv2
import numpy as np
import pytest

from sinet_core.arrays import Alpha, alpha_bytes
from sinet_core.matte_metrics import gradient_error, mad
from sinet_core.matting.islands import remove_islands
from sinet_core.matting.matte import refine, refine_alpha8
from sinet_core.matting.settings import MatteSettings, levels_of
from sinet_core.matting.smoothing import MatteState
from sinet_core.pyramid import sizes_of
from tests.sinet_core.scenes import HEIGHT, WIDTH, mixed, network_alpha, person_alpha, scene, textured

pytestmark = pytest.mark.usefixtures("both_paths")

DEFAULT = MatteSettings()


def test_alpha_comes_at_frame_size_with_a_state_on_the_grid() -> None:
    frame, alpha = scene()
    full, state = refine(network_alpha(alpha), frame, None, DEFAULT)
    assert full.shape == (HEIGHT, WIDTH)
    assert full.dtype == np.float32
    assert full.min() == 0
    assert full.max() == 1
    assert state.alpha.shape == (90, 160)
    assert state.frame_size == (WIDTH, HEIGHT)


def enlarged(low: Alpha) -> Alpha:
    return np.asarray(cv2.resize(low, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), np.float32)


def test_refined_is_nearer_to_the_truth_than_enlarged() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    full, _ = refine(low, frame, None, DEFAULT)
    plain = enlarged(low)
    assert mad(full, truth) < 0.5 * mad(plain, truth)
    assert gradient_error(full, truth) < 0.5 * gradient_error(plain, truth)


def test_an_edge_that_the_network_put_beside_snaps_to_the_frames_edge() -> None:
    frame, truth = scene()
    low = network_alpha(np.roll(truth, 5, axis=1))
    full, _ = refine(low, frame, None, DEFAULT)
    assert mad(full, truth) < 0.6 * mad(enlarged(low), truth)


def test_surely_inside_is_exactly_one_and_surely_outside_exactly_zero() -> None:
    truth = person_alpha()
    loud = textured((120, 120, 120)) + np.random.default_rng(2).normal(0, 60, (HEIGHT, WIDTH, 1))
    frame = np.clip(loud, 0, 255).astype(np.uint8)
    full, _ = refine(network_alpha(truth), frame, None, DEFAULT)
    reach = np.ones((41, 41), np.uint8)
    inside = cv2.erode((truth > 0.99).astype(np.uint8), reach) > 0
    outside = cv2.dilate((truth > 0.01).astype(np.uint8), reach) == 0
    assert inside.sum() > 1000
    assert (full[inside] == 1).all()
    assert (full[outside] == 0).all()


def test_the_edge_stays_soft() -> None:
    frame, alpha = scene()
    full, _ = refine(network_alpha(alpha), frame, None, DEFAULT)
    soft = (full > 0.1) & (full < 0.9)
    true_soft = (alpha > 0.1) & (alpha < 0.9)
    assert soft.sum() > 0.5 * true_soft.sum()


def test_the_gap_of_an_arm_on_a_hip_stays_open() -> None:
    truth = person_alpha()
    cv2.ellipse(truth, (WIDTH // 2 + 90, HEIGHT - 60), (14, 30), 0, 0, 360, 0.0, -1)
    truth = np.asarray(cv2.GaussianBlur(truth, (0, 0), 1), np.float32)
    frame = mixed(textured((60, 80, 150)), truth, textured((190, 170, 160), seed=1))
    full, _ = refine(network_alpha(truth), frame, None, DEFAULT)
    assert full[HEIGHT - 60, WIDTH // 2 + 90] < 0.05
    assert mad(full, truth) < 0.01


def test_thin_fingers_stay() -> None:
    truth = person_alpha()
    for finger in range(3):
        cv2.line(truth, (460 + 22 * finger, 120), (450 + 20 * finger, 220), 1.0, 10)
    cv2.rectangle(truth, (440, 215), (505, 300), 1.0, -1)
    truth = np.asarray(cv2.GaussianBlur(truth, (0, 0), 1), np.float32)
    frame = mixed(textured((60, 80, 150)), truth, textured((190, 170, 160), seed=1))
    full, _ = refine(network_alpha(truth), frame, None, DEFAULT)
    assert (full[150:200][truth[150:200] > 0.99] > 0.8).mean() > 0.95
    assert full[140:170, 467:469].max() < 0.3  # between the first two


def test_a_small_far_island_goes_and_a_second_person_stays() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    low[20:30, 10:20] = 0.6
    low[60:224, 2:40] = 0.95
    full, _ = refine(low, frame, None, DEFAULT)
    assert full[: HEIGHT // 6, : WIDTH // 8].max() == 0
    assert full[HEIGHT * 3 // 4, WIDTH // 12] > 0.9


def test_a_bigger_island_goes_when_the_network_does_not_believe_in_it() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    low[20:60, 4:44] = 0.45
    full, _ = refine(low, frame, None, DEFAULT)
    assert full[: HEIGHT // 4, : WIDTH // 6].max() == 0


def test_somebody_far_away_is_kept_when_alone() -> None:
    truth = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.ellipse(truth, (300, 200), (14, 28), 0, 0, 360, 1.0, -1)
    frame = mixed(textured((60, 80, 150)), truth, textured((190, 170, 160), seed=1))
    full, _ = refine(network_alpha(truth), frame, None, DEFAULT)
    assert full[200, 300] > 0.95


def test_a_growing_region_comes_slowly() -> None:
    amounts = []
    for side in range(14, 34):
        low = np.zeros((224, 224), np.float32)
        low[120:, 60:160] = 1.0
        low[10 : 10 + side, 10 : 10 + side] = 1.0
        amounts.append(float(remove_islands(low)[10 + side // 2, 10 + side // 2]))
    assert amounts[0] == 0
    assert amounts[-1] == 1
    assert max(after - before for before, after in pairwise(amounts)) < 0.4


def test_a_pinhole_is_filled() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    low[200:204, 110:114] = 0.2
    full, _ = refine(low, frame, None, DEFAULT)
    assert full[HEIGHT * 190 // 224 : HEIGHT * 214 // 224, WIDTH // 2 - 40 : WIDTH // 2 + 40].min() == 1


def trembling(steadiness: float) -> float:
    """Mean change of alpha between frames of a still scene with a noisy alpha and noisy pixels."""
    rng = np.random.default_rng(3)
    frame, truth = scene()
    state, before, changes = None, None, []
    for _ in range(8):
        noise = cv2.GaussianBlur(rng.normal(0, 1, (224, 224)).astype(np.float32), (0, 0), 3)
        low = network_alpha(truth)
        low = np.clip(low + 4 * noise * low * (1 - low) * 4, 0, 1).astype(np.float32)
        grainy = np.clip(frame + rng.normal(0, 3, frame.shape), 0, 255).astype(np.uint8)
        full, state = refine(low, grainy, state, replace(DEFAULT, steadiness=steadiness))
        if before is not None:
            changes.append(mad(full, before))
        before = full
    return float(np.mean(changes[2:]))


def test_a_still_edge_is_held_the_more_the_steadier() -> None:
    quick, normal, steady = (trembling(value) for value in (0.0, 0.5, 1.0))
    assert normal < 0.5 * quick
    assert steady < normal


def wavering(steadiness: float) -> float:
    """Mean change of the alpha's error while everything moves past and the network doubts a chair."""
    rng = np.random.default_rng(6)
    waves = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, 2 * WIDTH)).astype(np.float32), (0, 0), 14)
    room = np.clip(140 + 90 * waves / waves.std() / 2, 0, 255)[..., None] * np.array((1, 0.9, 0.8), np.float32)
    state, before, changes = None, None, []
    for index in range(10):
        truth = person_alpha(shift=4 * index)
        frame = mixed(np.array((60, 80, 220), np.float32), truth, room[:, 200 - 4 * index :][:, :WIDTH])
        doubt = truth.copy()
        doubt[200:330, 430 + 4 * index : 560 + 4 * index] = np.clip(rng.normal(0.5, 0.2), 0, 1)
        low = np.maximum(network_alpha(truth), network_alpha(doubt))
        full, state = refine(low, frame, state, replace(DEFAULT, steadiness=steadiness))
        if before is not None:
            changes.append(float(np.abs((full - truth) - before).mean()))
        before = full - truth
    return float(np.mean(changes[3:]))


def test_a_network_that_wavers_is_averaged_also_where_everything_moves() -> None:
    assert wavering(0.5) < 0.7 * wavering(0.0)


def test_noise_of_the_sensor_does_not_tremble_at_the_edge() -> None:
    rng = np.random.default_rng(8)
    frame, truth = scene()
    state, alphas = None, []
    for _ in range(6):
        grainy = np.clip(frame + rng.normal(0, 6, frame.shape), 0, 255).astype(np.uint8)
        full, state = refine(network_alpha(truth), grainy, state, DEFAULT)
        fresh, _ = refine(network_alpha(truth), grainy, None, DEFAULT)
        alphas.append((full, fresh))
    held, anew = (mad(alphas[-1][index], alphas[-2][index]) for index in (0, 1))
    assert held < 0.25 * anew


def test_a_moving_person_is_followed_within_the_frame_and_leaves_no_ghost() -> None:
    state: MatteState | None = None
    for _ in range(5):
        frame, truth = scene()
        _, state = refine(network_alpha(truth), frame, state, DEFAULT)
    frame, truth = scene(shift=70)
    followed, _ = refine(network_alpha(truth), frame, state, DEFAULT)
    fresh, _ = refine(network_alpha(truth), frame, None, DEFAULT)
    assert mad(followed, fresh) < 0.002
    assert np.abs(followed - fresh).max() < 0.35


def test_slow_motion_adds_up_and_does_not_trail() -> None:
    state: MatteState | None = None
    for shift in range(30):
        frame, truth = scene(shift=shift)
        followed, state = refine(network_alpha(truth), frame, state, replace(DEFAULT, steadiness=0.8))
    fresh, _ = refine(network_alpha(truth), frame, None, DEFAULT)
    assert mad(followed, fresh) < 0.004


def test_what_the_picture_does_not_show_is_believed_after_a_while() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    more = low.copy()
    more[80:180, 150:200] = 1.0  # a hand of the wall's own colour
    _, state = refine(low, frame, None, DEFAULT)
    seen, state = refine(more, frame, state, DEFAULT)
    y, x = 130 * HEIGHT // 224, 175 * WIDTH // 224
    assert seen[y, x] < 0.9
    for _ in range(15):
        seen, state = refine(more, frame, state, DEFAULT)
    assert seen[y, x] > 0.95


def test_brighter_light_on_everything_is_not_motion() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    wrong = np.clip(low + 0.3 * (low > 0.05) * (low < 0.95), 0, 1).astype(np.float32)
    _, state = refine(low, frame, None, DEFAULT)
    brighter = np.asarray(cv2.add(frame, np.full_like(frame, 12)), np.uint8)
    _, after = refine(wrong, brighter, state, DEFAULT)
    low, wrong = (cv2.resize(alpha, (160, 90), interpolation=cv2.INTER_LINEAR) for alpha in (low, wrong))
    band = (low > 0.2) & (low < 0.6)
    assert np.abs(after.alpha - low)[band].mean() < 0.5 * np.abs(wrong - low)[band].mean()


def test_a_cut_and_another_size_start_again() -> None:
    frame, truth = scene()
    _, state = refine(network_alpha(truth), frame, None, DEFAULT)
    other = np.clip(textured((20, 200, 60), seed=5) + 60 * (np.arange(WIDTH) % 80 < 40)[None, :, None], 0, 255)
    low = np.full((224, 224), 0.5, np.float32)
    _, after_cut = refine(low, other.astype(np.uint8), state, DEFAULT)
    assert (after_cut.alpha == 0.5).all()
    _, smaller = refine(low, frame[:300].copy(), state, DEFAULT)
    assert (smaller.alpha == 0.5).all()


def test_a_network_of_another_size_continues() -> None:
    frame, truth = scene()
    _, state = refine(network_alpha(truth), frame, None, DEFAULT)
    _, after = refine(np.full((128, 224), 0.5, np.float32), frame, state, DEFAULT)
    assert np.abs(after.alpha - state.alpha).max() < 0.2


def test_steadiness_zero_forgets() -> None:
    quick = replace(DEFAULT, steadiness=0.0)
    frame, truth = scene()
    _, state = refine(np.zeros((224, 224), np.float32), frame, None, quick)
    with_state, _ = refine(network_alpha(truth), frame, state, quick)
    without, _ = refine(network_alpha(truth), frame, None, quick)
    assert np.array_equal(with_state, without)


def test_more_coverage_never_takes_alpha_away() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    alphas = [refine(low, frame, None, replace(DEFAULT, coverage=c))[0] for c in (0.0, 0.25, 0.5, 0.75, 1.0)]
    for less, more in pairwise(alphas):
        assert (more >= less).all()
        assert more.sum() > less.sum()


def test_more_softness_widens_the_edge() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    widths = []
    for softness in (0.0, 0.25, 0.5, 0.75, 1.0):
        full, _ = refine(low, frame, None, replace(DEFAULT, softness=softness))
        widths.append(int(((full > 0) & (full < 1)).sum()))
    assert widths == sorted(widths)
    assert widths[-1] > 1.2 * widths[0]


@pytest.mark.parametrize("coverage", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("softness", [0.0, 0.5, 1.0])
def test_levels_stay_inside_so_that_sure_values_are_reached(coverage: float, softness: float) -> None:
    low, high = levels_of(MatteSettings(coverage=coverage, softness=softness))
    assert 0 < low < high < 1


@pytest.mark.parametrize("size", [(719, 1283), (480, 640), (1080, 1920), (1280, 720), (16, 2000), (3, 5), (1, 1)])
def test_every_frame_size_works_and_keeps_sure_values(size: tuple[int, int]) -> None:
    frame = np.random.default_rng(4).integers(0, 255, (*size, 3), np.uint8)
    frame.flags.writeable = False
    ones = np.ones((224, 224), np.float32)
    ones.flags.writeable = False
    full, state = refine(ones, frame, None, DEFAULT)
    assert full.shape == size
    assert (full == 1).all()
    gone, _ = refine(np.zeros((224, 224), np.float32), frame, None, DEFAULT)
    assert (gone == 0).all()
    half = np.tile(np.linspace(0, 1, 224, dtype=np.float32), (224, 1))
    full, _ = refine(half, frame, state, DEFAULT)
    assert np.isfinite(full).all()
    assert full.min() >= 0
    assert full.max() <= 1


def test_inputs_are_not_written_and_the_same_comes_out_twice() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    kept_frame, kept_low = frame.copy(), low.copy()
    _, state = refine(low, frame, None, DEFAULT)
    kept_state = state.alpha.copy()
    first, _ = refine(low, frame, state, DEFAULT)
    second, _ = refine(low, frame, state, DEFAULT)
    assert np.array_equal(first, second)
    assert np.array_equal(frame, kept_frame)
    assert np.array_equal(low, kept_low)
    assert np.array_equal(state.alpha, kept_state)


def test_an_alpha_of_no_numbers_shows_nobody_and_is_forgotten() -> None:
    frame, truth = scene()
    low = network_alpha(truth)
    _, state = refine(low, frame, None, DEFAULT)
    broken, after = refine(np.full((224, 224), np.nan, np.float32), frame, state, DEFAULT)
    assert (broken == 0).all()
    again, _ = refine(low, frame, after, DEFAULT)
    assert np.isfinite(again).all()


def test_the_state_is_frozen() -> None:
    frame, truth = scene()
    _, state = refine(network_alpha(truth), frame, None, DEFAULT)
    with pytest.raises(FrozenInstanceError):
        state.alpha = truth  # type: ignore[misc]


def test_wrong_arrays_are_refused_with_both_values() -> None:
    frame, truth = scene()
    with pytest.raises(ValueError, match=r"HxW float32.*360x640 float64"):
        refine(truth.astype(np.float64), frame, None, DEFAULT)
    with pytest.raises(ValueError, match=r"frame must be HxWx3 uint8.*360x640 uint8"):
        refine(truth, frame[..., 0], None, DEFAULT)


def test_the_bytes_and_the_alpha_are_the_same() -> None:
    frame, truth = scene()
    share, _ = refine_alpha8(network_alpha(truth), sizes_of(frame), None, DEFAULT)
    full, _ = refine(network_alpha(truth), frame, None, DEFAULT)
    assert share.dtype == np.uint8
    assert np.array_equal(alpha_bytes(full), share)
