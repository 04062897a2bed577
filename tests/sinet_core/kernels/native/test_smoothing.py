from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sinet_core.arrays import FrameSize
from sinet_core.kernels.interface import Scene
from sinet_core.kernels.native.smoothing import flow
from sinet_core.kernels.parameters import SMOOTHING
from sinet_core.kernels.reference import smoothing as reference
from sinet_core.kernels.reference.smoothing import flow_of, light_of
from sinet_core.matting.matte import refine_alpha8
from sinet_core.matting.settings import MatteSettings
from sinet_core.matting.smoothing import MatteState, smooth
from sinet_core.matting.upsampling import at_grid
from sinet_core.pyramid import sizes_of
from tests.sinet_core.backends import REFERENCE, native, path, variant_of
from tests.sinet_core.kernels.native.conftest import demo_frames
from tests.sinet_core.scenes import network_alpha, scene

FRAME = FrameSize(640, 360)
GRIDS = [(90, 160), (67, 121), (34, 33), (5, 9), (1, 1), (1, 40), (31, 200)]


def moving(size: tuple[int, int]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Images and alphas on a grid: waves that drift over noise, in changing light."""
    rng = np.random.default_rng(0)
    large = rng.integers(0, 255, (12, 18, 3), np.uint8)
    large = cv2.resize(large, (size[1] + 12, size[0] + 12), interpolation=cv2.INTER_CUBIC)
    found = []
    for step in range(5):
        picture = large[step : step + size[0], 2 * step : 2 * step + size[1]].astype(np.int16)
        picture[:, : size[1] // 2] = large[: size[0], : size[1] // 2]
        picture = np.clip(picture + 3 * step + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)
        alpha = np.clip(picture[..., 1] / 90.0 - 0.8 + rng.normal(0, 0.05, size), 0, 1).astype(np.float32)
        found.append((picture, alpha))
    return found


def with_flow_of(variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives the reference the kernels' flow, so that everything else can be compared exactly."""
    found = variant_of(variant)
    monkeypatch.setattr(reference, "flow_of", lambda light, before: flow(found, light, before))


@pytest.mark.parametrize("size", GRIDS)
@pytest.mark.parametrize("steadiness", [0.5, 1.0])
def test_smoothing_is_the_references(
    variant: str, size: tuple[int, int], steadiness: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_flow_of(variant, monkeypatch)
    state: MatteState | None = None
    shares = 0
    for picture, alpha in moving(size):
        with path(REFERENCE):
            wanted, wanted_share = smooth(alpha, picture, FRAME, state, steadiness)
        with path(variant):
            made, share = smooth(alpha, picture, FRAME, state, steadiness)
        assert np.abs(made.scene - wanted.scene).max() < 2e-3
        assert np.array_equal(made.light, wanted.light)
        assert (share is None) == (wanted_share is None)
        if share is not None and wanted_share is not None:
            shares += 1
            assert np.abs(share - wanted_share).max() < 1e-3
        state = wanted
    assert shares or min(size) < SMOOTHING.least_cells


def clips_apart(variant: str) -> np.ndarray:
    """Runs the demo clip through the reference and a variant, each with its own state: differences per frame."""
    _, truth = scene()
    states: dict[str, MatteState | None] = {REFERENCE: None, variant: None}
    low = network_alpha(truth, (192, 320))
    errors = []
    for index, frame in enumerate(demo_frames()):
        sizes, shares = sizes_of(frame), []
        alpha = np.roll(low, 2 * index, axis=1)
        for way, state in states.items():
            with path(way):
                share, states[way] = refine_alpha8(alpha, sizes, state, MatteSettings())
            shares.append(share.astype(int))
        errors.append(np.abs(shares[0] - shares[1]))
    return np.array(errors)


@pytest.mark.large
def test_a_real_clip_stays_together(variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their differences must not add up."""
    with_flow_of(variant, monkeypatch)
    errors = clips_apart(variant)
    assert errors.max() <= 3
    assert errors.mean() < 1e-3


@pytest.mark.large
def test_another_flow_changes_little(variant: str) -> None:
    """With OpenCV's flow in the reference, which finds the same motion by another method."""
    errors = clips_apart(variant)
    assert (errors > 8).mean() < 1e-3
    assert errors.mean() < 0.05


def test_a_cut_starts_again_as_it_does_with_the_reference(variant: str) -> None:
    picture, alpha = moving((90, 160))[0]
    other = np.random.default_rng(3).integers(0, 255, picture.shape, np.uint8)
    with path(variant):
        state, _ = smooth(alpha, picture, FRAME, None, 0.5)
        after, share = smooth(alpha, other, FRAME, state, 0.5)
    assert share is None
    assert np.array_equal(after.scene[..., :3], other)


def test_nothing_that_was_given_is_written(variant: str) -> None:
    (picture, alpha), (after, _) = moving((90, 160))[:2]
    with path(variant):
        state, _ = smooth(alpha, picture, FRAME, None, 0.5)
        given: list[NDArray[Any]] = [after, alpha, state.scene, state.light]
        kept = [np.copy(array) for array in given]
        smooth(alpha, after, FRAME, state, 0.5)
    for array, before in zip(given, kept, strict=True):
        assert np.array_equal(array, before)


def waves(size: tuple[int, int], shift: tuple[float, float] = (0, 0)) -> np.ndarray:
    """Smooth light with detail of several cells, moved right and down by shift, hxw uint8."""
    down, across = np.indices(size, np.float32)
    x, y = across - shift[0], down - shift[1]
    light = 127 + 50 * np.sin(x / 3.1 + y / 7) + 50 * np.sin(y / 3.7 - x / 9) + 20 * np.sin((x + y) / 2.3)
    return np.asarray(light, np.uint8)


@pytest.mark.parametrize("shift", [(0, 0), (1, 0), (0, -1), (2.5, 1.5), (-3, 2), (5, -4)])
@pytest.mark.parametrize("size", [(90, 160), (135, 240), (33, 47), (67, 121)])
def test_flow_finds_where_things_come_from(variant: str, size: tuple[int, int], shift: tuple[float, float]) -> None:
    found = variant_of(variant)
    moved = flow(found, waves(size, shift), waves(size))
    inner = moved[8:-8, 8:-8]
    assert np.abs(np.median(inner, axis=(0, 1)) + shift).max() < 0.1
    assert (np.abs(inner + np.array(shift, np.float32)).max(axis=2) < 0.5).mean() > 0.9


def test_what_stands_still_beside_what_moves_stays(variant: str) -> None:
    found = variant_of(variant)
    before, light = waves((90, 160)), waves((90, 160))
    light[:, :80] = waves((90, 160), (3, 0))[:, :80]
    moved = flow(found, light, before)
    assert np.abs(moved[:, 100:]).max() < 0.1
    assert np.abs(moved[8:-8, 8:64] + (3, 0)).mean() < 0.3


@pytest.mark.parametrize("size", [(16, 16), (17, 300), (64, 31), (240, 240)])
def test_flow_of_every_size_stays_within_its_memory_and_its_bounds(variant: str, size: tuple[int, int]) -> None:
    found = variant_of(variant)
    light, before = np.random.default_rng(1).integers(0, 256, (2, *size), np.uint8)
    moved = flow(found, light, before)
    assert moved.shape == (*size, 2)
    assert np.isfinite(moved).all()
    assert np.abs(moved).max() < max(size)
    assert np.abs(flow(found, light, light)).max() == 0


def test_flow_is_as_good_as_opencvs(variant: str) -> None:
    """Measured by the remaining difference where the demo's person moves."""
    found = variant_of(variant)
    lights = [light_of(sizes_of(frame).grid) for frame in demo_frames()[::5]]
    x, y = reference.places(lights[0].shape)
    left: dict[str, list[float]] = {"own": [], "opencv": []}
    for before, light in pairwise(lights):
        there = cv2.dilate((cv2.absdiff(light, before) > 6).view(np.uint8), np.ones((5, 5), np.uint8)) > 0
        for name, way in (("own", flow(found, light, before)), ("opencv", flow_of(light, before))):
            moved = cv2.remap(before, x + way[..., 0], y + way[..., 1], cv2.INTER_LINEAR)
            left[name].append(float(np.abs(moved.astype(int) - light)[there].mean()))
    assert np.mean(left["own"]) < 1.1 * np.mean(left["opencv"])


def entering(quick: bool) -> tuple[list[np.ndarray], np.ndarray]:
    """Two images of a square that moves, by one cell or by five; where the square is in the second."""
    detail = np.random.default_rng(4).integers(60, 255, (30, 30, 3), np.uint8)
    pictures = []
    for left in (40, 45 if quick else 41):
        picture = np.full((90, 160, 3), 30, np.uint8)
        picture[30:60, left : left + 30] = cv2.GaussianBlur(detail, (0, 0), 2)
        pictures.append(picture)
    inside = np.zeros((90, 160), np.bool_)
    inside[34:56, left + 4 : left + 26] = True
    return pictures, inside


@pytest.mark.parametrize("way", ["reference", "kernels"])
def test_what_moves_keeps_its_past_unless_it_is_too_quick(variant: str, way: str) -> None:
    for quick in (False, True):
        (first, second), inside = entering(quick)
        nobody, person = np.zeros(inside.shape, np.float32), 0.8 * inside.astype(np.float32)
        with path(REFERENCE if way == "reference" else variant):
            state, _ = smooth(nobody, first, FRAME, None, 0.5)
            after, share = smooth(person, second, FRAME, state, 0.5)
        assert share is not None
        taken = float(after.alpha[inside].mean())
        assert taken > 0.4 if quick else taken < 0.28


@pytest.mark.parametrize("way", ["reference", "kernels"])
@pytest.mark.parametrize(("answer", "least", "most"), [(0.0, 0.0, 0.25), (0.15, 0.4, 1.0)])
def test_leaving_a_wall_of_the_same_colour_leaves_no_ghost(
    variant: str, way: str, answer: float, least: float, most: float
) -> None:
    """The shoulder and the wall differ by seven levels: nothing in the image shows that somebody left."""
    wall = np.full((90, 160, 3), 120, np.uint8)
    wall[10:20, 10:20] = 20  # some room
    picture, alpha = wall.copy(), np.zeros((90, 160), np.float32)
    picture[40:, 60:100], picture[40:, 100:110] = 127, 200  # a shoulder, and an arm that visibly leaves
    alpha[40:, 60:110] = 1
    with path(REFERENCE if way == "reference" else variant):
        state, _ = smooth(alpha, picture, FRAME, None, 0.5)
        for step in range(1, 5):
            picture = wall.copy()
            picture[40:, 100 + 8 * step : 110 + 8 * step] = 200
            alpha = np.zeros((90, 160), np.float32)
            alpha[40:, 60:100] = answer
            alpha[40:, 100 + 8 * step : 110 + 8 * step] = 1
            state, _ = smooth(alpha, picture, FRAME, state, 0.5)
    assert least <= float(state.alpha[50:80, 90:98].mean()) <= most


@pytest.mark.parametrize("way", ["reference", "kernels"])
def test_a_person_who_comes_in_has_no_past(variant: str, way: str) -> None:
    """A band moves right by two cells: copies of the border are no past for what comes in at the left."""
    first = np.dstack([waves((90, 160))] * 3)
    first[:, 0], first[:, 1:5] = 230, 20
    second = first.copy()
    second[20:70] = np.hstack([first[:, :1], first[:, :1], first[:, :-2]])[20:70]
    nobody = np.zeros((90, 160), np.float32)
    with path(REFERENCE if way == "reference" else variant):
        state, _ = smooth(nobody, first, FRAME, None, 0.5)
        after, share = smooth(nobody + np.float32(0.8), second, FRAME, state, 0.5)
    assert share is not None
    assert after.alpha[30:60, 20:-20].mean() < 0.24
    assert after.alpha[30:60, 1].mean() > 0.56


def test_what_does_not_fit_is_refused(variant: str) -> None:
    picture, alpha = moving((20, 30))[0]
    mixed, light = np.zeros((20, 30, 4), np.float32), np.zeros((20, 30), np.uint8)
    task: dict[str, Any] = {"picture": picture, "alpha": alpha, "before": Scene(mixed, light), "base": 0.1}
    native(variant).smooth(**task)
    wrong = [
        ("picture", picture[1:]), ("picture", picture.astype(np.float32)), ("alpha", alpha[1:]),
        ("alpha", alpha.astype(np.float64)), ("before", Scene(mixed[..., :3], light)),
        ("before", Scene(mixed[1:], light)), ("before", Scene(mixed.astype(np.float64), light)),
        ("before", Scene(mixed, light[:, 1:])), ("before", Scene(mixed, light.astype(np.int8))),
    ]  # fmt: skip
    for name, value in wrong:
        with pytest.raises(ValueError):
            native(variant).smooth(**task | {name: value})
    for lights in ((light, light[1:]), (light[:15], light[:15]), (light.astype(np.int8),) * 2, (picture, picture)):
        with pytest.raises(ValueError):
            flow(variant_of(variant), *lights)


def test_steadiness_zero_takes_every_alpha_as_it_is(variant: str) -> None:
    frame, truth = scene()
    settings = replace(MatteSettings(), steadiness=0.0)
    with path(variant):
        _, state = refine_alpha8(network_alpha(truth), sizes_of(frame), None, settings)
        _, state = refine_alpha8(network_alpha(truth), sizes_of(frame), state, settings)
    assert np.array_equal(state.alpha, at_grid(network_alpha(truth), (90, 160)))
