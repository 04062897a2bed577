from __future__ import annotations

import numpy as np
import pytest

from app.pipeline.decode.frames import light
from app.pipeline.decode.frames.grading import Grade, grade_of
from app.pipeline.decode.frames.light import Values

PQ, HLG, BT709_CURVE, SRGB = 16, 18, 1, 13
BT709, BT2020, P3 = 1, 9, 12
SKIN, BLUE, GREY = (209, 170, 140), (40, 60, 220), (90, 90, 90)


def reference(grade: Grade, code: Values) -> Values:
    """The formulae themselves, without tables; 0..255."""
    if grade.curve == "hlg":
        scene = light.hlg_to_scene(code)
        linear = scene * light.hlg_gain(scene @ light.BT2020_LUMA)[..., None] / light.WHITE_NITS
    elif grade.curve == "pq":
        linear = light.pq_to_nits(code) / light.WHITE_NITS
    else:
        linear = light.sdr_to_light(code)
    linear = np.maximum(linear @ light.to_bt709(grade.primaries).T, 0)
    if grade.is_hdr:
        brightest = np.maximum(linear.max(-1, keepdims=True), 1e-12)
        linear = linear * light.compressed(brightest * light.WHITE_NITS, grade.peak) / light.WHITE_NITS / brightest
    return light.light_to_sdr(linear) * 255


def known(curve: int, primaries: int) -> Grade:
    grade = grade_of(curve, primaries)
    assert grade is not None
    return grade


@pytest.mark.parametrize(("curve", "primaries"), [(PQ, BT2020), (HLG, BT2020), (PQ, P3), (BT709_CURVE, BT2020)])
def test_tables_are_as_good_as_the_formulae(curve: int, primaries: int) -> None:
    grade = known(curve, primaries)
    codes = np.random.default_rng(0).integers(0, 65536, (70, 40, 3)).astype(np.uint16)
    off = np.abs(grade.graded(codes)[..., ::-1] - reference(grade, codes / 65535))
    assert off.max() < 3
    assert off.mean() < 0.3


@pytest.mark.parametrize("rgb", [SKIN, BLUE, GREY])
def test_what_sdr_can_show_looks_as_in_sdr(rgb: tuple[int, int, int]) -> None:
    """Equal up to the knee, to within a level; above it, BT.2390 makes room for what is brighter than white."""
    shown = light.sdr_to_light(np.array(rgb) / 255) * light.WHITE_NITS
    code = light.nits_to_pq(np.linalg.inv(light.to_bt709(light.BT2020)) @ shown)
    given = np.round(code * 65535).astype(np.uint16).reshape(1, 1, 3)
    graded = known(PQ, BT2020).graded(given)[0, 0, ::-1].astype(float)
    assert np.abs(graded - rgb).max() <= (1.5 if max(rgb) < 180 else 10)
    assert np.abs(graded / graded.max() - np.array(rgb) / max(rgb)).max() < 0.02, "another hue"


@pytest.mark.parametrize(("curve", "white"), [(PQ, 0.58069), (HLG, 0.75)])
def test_white_paper_and_the_brightest(curve: int, white: float) -> None:
    codes = np.array([0.0, white, 0.7518 if curve == PQ else 1.0, 1.0])
    image = np.round(np.repeat(codes[:, None], 3, 1) * 65535).astype(np.uint16)[None]
    graded = known(curve, BT2020).graded(image)[0]
    assert (graded.max(axis=1) - graded.min(axis=1)).max() <= 1, "grey stays grey"
    assert abs(int(graded[1, 0]) - 230) <= 1
    assert graded[0].max() == 0
    assert graded[2:].min() >= 254


def test_a_darker_master_needs_less_compression() -> None:
    white = np.full((1, 1, 3), round(0.58069 * 65535), np.uint16)
    shown = [int(Grade("pq", light.BT2020, peak).graded(white)[0, 0, 0]) for peak in (203.0, 400.0, 1000.0, 4000.0)]
    assert shown[0] >= 254
    assert shown == sorted(shown, reverse=True)


@pytest.mark.parametrize(("curve", "primaries"), [(1, 1), (2, 2), (6, 6), (13, 1), (1, 5), (8, 9), (0, 0), (99, 12)])
def test_what_a_screen_shows_as_it_is_needs_nothing(curve: int, primaries: int) -> None:
    assert grade_of(curve, primaries) is None


def test_wide_gamuts_of_sdr_keep_their_greys() -> None:
    ramp = np.repeat(np.linspace(0, 65535, 256).round().astype(np.uint16)[None, :, None], 3, 2)
    for curve, primaries in ((BT709_CURVE, BT2020), (SRGB, P3)):
        assert np.abs(known(curve, primaries).graded(ramp)[0, :, 1].astype(int) - np.arange(256)).max() <= 1
