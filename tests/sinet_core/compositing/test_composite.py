from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from sinet_core.arrays import alpha_bytes
from sinet_core.compositing.blur import blur_room
from sinet_core.compositing.composite import blend, composite, cut_out
from sinet_core.compositing.edge_colors import clean_foreground
from sinet_core.compositing.fitting import fit_cover
from tests.sinet_core.scenes import HEIGHT, WIDTH, mixed, person_alpha, scene, textured

pytestmark = pytest.mark.usefixtures("both_paths")


def noise(seed: int, size: tuple[int, int] = (HEIGHT, WIDTH)) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), np.uint8)


@pytest.mark.parametrize("size", [(HEIGHT, WIDTH), (719, 1283), (3, 5), (1, 1), (16, 2000)])
def test_alpha_one_is_exactly_the_frame_and_zero_exactly_the_background(size: tuple[int, int]) -> None:
    frame, background = noise(1, size), noise(2, size)
    for join in (composite, blend):
        assert np.array_equal(join(frame, np.ones(size, np.float32), background), frame)
        assert np.array_equal(join(frame, np.zeros(size, np.float32), background), background)


def test_each_pixel_by_its_alpha() -> None:
    frame, background, alpha = noise(1), noise(2), person_alpha()
    joined = composite(frame, alpha, background)
    assert np.array_equal(joined[alpha == 1], frame[alpha == 1])
    assert np.array_equal(joined[alpha == 0], background[alpha == 0])
    assert ((alpha > 0) & (alpha < 1)).sum() > 1000


@pytest.mark.parametrize("bad", [np.nan, -0.5, -np.inf])
def test_an_invalid_alpha_hides_the_room(bad: float) -> None:
    frame, background = noise(1), noise(2)
    alpha = person_alpha()
    alpha[alpha < 1] = bad
    alpha[HEIGHT - 3, WIDTH // 2] = 0.5  # so that there is an edge to work on
    hidden = ~(alpha >= 0)
    for join in (composite, blend):
        assert np.array_equal(join(frame, alpha, background)[hidden], background[hidden])


def test_views_are_taken_as_well_as_copies() -> None:
    frame, alpha = scene()
    mirrored, other = frame[:, ::-1], noise(2)[:, ::-1]
    from_views = composite(mirrored, alpha[:, ::-1], other, light_wrap=0.3)
    from_copies = composite(mirrored.copy(), alpha[:, ::-1].copy(), other.copy(), light_wrap=0.3)
    assert np.array_equal(from_views, from_copies)


def test_blend_is_within_a_level_of_the_exact_sum() -> None:
    frame, background = noise(1), noise(2)
    alpha = np.tile(np.linspace(0, 1, WIDTH, dtype=np.float32), (HEIGHT, 1))
    exact = frame * alpha[..., None] + background * (1 - alpha[..., None])
    assert np.abs(blend(frame, alpha, background) - exact).max() <= 1.6


@pytest.mark.parametrize(
    ("room_color", "new_color"),
    [((235, 245, 250), (25, 20, 20)), ((20, 15, 10), (240, 240, 240)), ((40, 220, 60), (90, 60, 90))],
    ids=["bright room before dark", "dark room before bright", "green room"],
)
def test_no_fringe_of_the_old_room(room_color: tuple[int, int, int], new_color: tuple[int, int, int]) -> None:
    alpha = person_alpha()
    person = textured((70, 90, 140))
    frame = mixed(person, alpha, textured(room_color, seed=1))
    background = np.full_like(frame, new_color)
    wanted = mixed(person, alpha, background).astype(float)
    edge = (alpha > 0.05) & (alpha < 0.95)
    clean = np.abs(composite(frame, alpha, background) - wanted)[edge].mean()
    plain = np.abs(blend(frame, alpha, background) - wanted)[edge].mean()
    assert clean < 0.35 * plain
    assert clean < 8


def test_clean_foreground_leaves_whole_pixels_alone() -> None:
    frame, alpha = scene()
    clean = clean_foreground(frame, alpha)
    whole = (alpha < 0.001) | (alpha > 0.999)
    assert np.array_equal(clean[whole], frame[whole])
    assert not np.array_equal(clean, frame)


def test_light_wrap_brightens_only_the_person_near_the_edge() -> None:
    frame, alpha = scene()
    background = np.full_like(frame, 230)
    plain = composite(frame, alpha, background).astype(int)
    wrapped = composite(frame, alpha, background, light_wrap=1.0).astype(int)
    more = (wrapped - plain).max(axis=2)
    assert more.min() >= 0
    ring = (alpha > 0.99) & (cv2.erode(alpha, np.ones((9, 9), np.uint8)) < 0.9)
    deep = cv2.erode(alpha, np.ones((81, 81), np.uint8)) > 0.99
    far = cv2.dilate(alpha, np.ones((41, 41), np.uint8)) < 0.001
    assert more[ring].mean() > 8
    assert more[deep].max() <= 1
    assert more[far].max() == 0
    half = composite(frame, alpha, background, light_wrap=0.5).astype(int)
    assert plain[ring].mean() < half[ring].mean() < wrapped[ring].mean()


def test_inputs_stay_as_they_are_and_may_be_read_only() -> None:
    frame, alpha = scene()
    background = noise(3)
    kept = [array.copy() for array in (frame, alpha, background)]
    for array in (frame, alpha, background):
        array.flags.writeable = False
    out = composite(frame, alpha, background, light_wrap=0.5)
    cut_out(frame, alpha)
    blur_room(frame, alpha, 50)
    assert out.flags.writeable
    for array, before in zip((frame, alpha, background), kept, strict=True):
        assert np.array_equal(array, before)


def test_wrong_arrays_are_refused_with_both_values() -> None:
    frame, alpha = scene()
    with pytest.raises(ValueError, match=r"frame and background.*\(360, 640\) and \(100, 100\)"):
        composite(frame, alpha, np.zeros((100, 100, 3), np.uint8))
    with pytest.raises(ValueError, match=r"frame and alpha.*\(360, 640\) and \(10, 640\)"):
        composite(frame, alpha[:10], frame)
    with pytest.raises(ValueError, match=r"HxW float32 or uint8.*360x640 int32"):
        composite(frame, alpha.astype(np.int32), frame)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"light_wrap must be 0..1, got 2"):
        composite(frame, alpha, frame, light_wrap=2)
    with pytest.raises(ValueError, match=r"strength must be 0..100, got 101"):
        blur_room(frame, alpha, 101)
    with pytest.raises(ValueError, match="0x5"):
        fit_cover(frame, (0, 5))


@pytest.mark.parametrize("strength", [0, 50, 100])
def test_the_person_never_bleeds_into_the_blurred_room(strength: int) -> None:
    alpha = person_alpha()
    red, grey = np.full((HEIGHT, WIDTH, 3), (0, 0, 255.0)), np.full((HEIGHT, WIDTH, 3), 140.0)
    frame = mixed(red, alpha, grey)
    blurred = blur_room(frame, alpha, strength).astype(int)
    assert np.abs(blurred - 140).max() <= 3


@pytest.mark.parametrize("strength", [0, 25, 50, 75, 100])
def test_no_strength_leaves_the_room_readable(strength: int) -> None:
    text = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for line in range(10):
        where = (20, 30 + 35 * line)
        cv2.putText(text, "Account 4711 0815", where, cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    nobody = np.zeros((HEIGHT, WIDTH), np.float32)
    blurred = blur_room(text, nobody, strength).astype(float)
    strokes = text.astype(float) - cv2.GaussianBlur(text, (0, 0), 4)
    left = blurred - cv2.GaussianBlur(blurred, (0, 0), 4)
    assert left.std() < 0.12 * strokes.std()


def test_more_strength_leaves_less_of_the_room() -> None:
    room = np.kron(noise(4, (18, 32)), np.ones((20, 20, 1), np.uint8))
    nobody = np.zeros((HEIGHT, WIDTH), np.float32)
    spread = [blur_room(room, nobody, strength).astype(float).std() for strength in range(0, 101, 10)]
    assert all(more > less for more, less in pairwise(spread))


def test_a_strong_blur_is_smooth_and_shows_no_blocks() -> None:
    blurred = blur_room(noise(5, (720, 1280)), np.zeros((720, 1280), np.float32), 100).astype(float)
    assert np.abs(np.diff(blurred, axis=1)).max() <= 2
    assert np.abs(np.diff(blurred, axis=0)).max() <= 2


def test_a_room_nobody_can_see_is_blurred_without_trouble() -> None:
    frame = noise(6)
    blurred = blur_room(frame, np.ones((HEIGHT, WIDTH), np.float32), 50)
    assert blurred.shape == frame.shape
    assert blurred.max() == 0
    tiny = blur_room(frame[:1, :1], np.zeros((1, 1), np.float32), 100)
    assert np.abs(tiny.astype(int) - frame[:1, :1]).max() <= 1


@pytest.mark.parametrize("source", [(90, 160), (100, 400), (400, 100), (360, 640), (2000, 3000), (1, 1), (7, 5000)])
@pytest.mark.parametrize("size", [(640, 360), (360, 640), (33, 17)])
def test_fit_cover_fills_every_size(source: tuple[int, int], size: tuple[int, int]) -> None:
    fitted = fit_cover(np.full((*source, 3), (1, 2, 3), np.uint8), size)
    assert fitted.shape == (size[1], size[0], 3)
    assert (fitted == (1, 2, 3)).all()


def test_fit_cover_keeps_the_middle_and_the_aspect_ratio() -> None:
    wide = np.zeros((200, 800, 3), np.uint8)
    wide[:, :200] = wide[:, 600:] = (0, 0, 255)
    cv2.circle(wide, (400, 100), 60, (255, 255, 255), -1)
    fitted = fit_cover(wide, (400, 400))
    assert fitted[..., 2][:, :2].max() == 0  # the red sides are cut off
    rows, columns = np.nonzero(fitted[..., 0] > 127)
    assert abs(np.ptp(rows) - np.ptp(columns)) <= 2
    assert abs(rows.mean() - 200) < 1
    assert abs(columns.mean() - 200) < 1


def test_fit_cover_of_the_right_size_changes_nothing() -> None:
    image = noise(7)
    assert np.array_equal(fit_cover(image, (WIDTH, HEIGHT)), image)


def test_cut_out_has_straight_alpha_and_no_room_in_it() -> None:
    alpha = person_alpha()
    person = textured((70, 90, 140))
    frame = mixed(person, alpha, textured((40, 240, 60), seed=1))
    cut = cut_out(frame, alpha)
    assert cut.shape == (HEIGHT, WIDTH, 4)
    assert cut.dtype == np.uint8
    assert np.abs(cut[..., 3] / 255 - alpha).max() <= 0.51 / 255
    assert cut[alpha == 0].max() == 0
    assert np.array_equal(cut[alpha == 1][:, :3], frame[alpha == 1])
    half = (alpha > 0.4) & (alpha < 0.6)
    assert np.abs(cut[half][:, :3] - person[half]).mean() < 0.4 * np.abs(frame[half] - person[half]).mean()


def test_an_alpha_of_bytes_is_the_same() -> None:
    frame, alpha = scene()
    background, share = noise(2), alpha_bytes(alpha)
    assert np.array_equal(composite(frame, share, background), composite(frame, alpha, background))
    assert np.array_equal(cut_out(frame, share), cut_out(frame, alpha))
    assert np.array_equal(blur_room(frame, share, 50), blur_room(frame, alpha, 50))
