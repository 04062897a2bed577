"""Reference values from the ITU recommendations."""
from __future__ import annotations

import numpy as np
import pytest

from app.pipeline.decode.frames import light


@pytest.mark.parametrize(("nits", "code"), [(0, 0.0), (100, 0.508), (203, 0.581), (1000, 0.752), (10_000, 1.0)])
def test_pq_as_in_bt2408(nits: float, code: float) -> None:
    assert light.nits_to_pq(np.array(float(nits))) == pytest.approx(code, abs=5e-4)
    assert light.pq_to_nits(light.nits_to_pq(np.array(float(nits)))) == pytest.approx(nits, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("code", "nits"), [(0.0, 0.0), (0.38, 26.0), (0.75, 203.0), (1.0, 1000.0)])
def test_hlg_as_in_bt2408(code: float, nits: float) -> None:
    """Grey card 38 %, white 75 %."""
    scene = light.hlg_to_scene(np.full(3, code))
    assert (scene * light.hlg_gain(scene @ light.BT2020_LUMA))[0] == pytest.approx(nits, rel=0.01)


def test_gamut_as_in_bt2407() -> None:
    expected = [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
    assert np.abs(light.to_bt709(light.BT2020) - expected).max() < 1e-4
    assert np.abs(light.to_bt709(light.BT709) - np.eye(3)).max() < 1e-9


def test_tone_curve_as_in_bt2390() -> None:
    """Below the knee nothing changes, the peak becomes white, and the order of brightness is kept."""
    nits = np.linspace(0, 1000, 2001)
    curve = light.compressed(nits, 1000.0)
    knee = float(light.pq_to_nits(1.5 * light.nits_to_pq(np.array(203.0)) - 0.5 * light.nits_to_pq(np.array(1000.0))))
    assert np.abs(curve - nits)[nits < knee].max() < 1e-6
    assert knee == pytest.approx(87.8, abs=0.1)
    assert curve[-1] == pytest.approx(203.0, rel=1e-6)
    assert (np.diff(curve) >= 0).all()
    assert light.compressed(np.array(203.0), 1000.0) == pytest.approx(159.0, abs=1.0)


def test_what_a_screen_can_show_is_not_changed() -> None:
    nits = np.linspace(0, 203, 50)
    assert np.array_equal(light.compressed(nits, 203.0), nits)


@pytest.mark.parametrize("code", [0.0, 0.02, 0.5, 1.0])
def test_the_curves_of_screens_have_inverses(code: float) -> None:
    assert light.light_to_srgb(light.srgb_to_light(np.array(code))) == pytest.approx(code, abs=1e-4)
    assert light.light_to_sdr(light.sdr_to_light(np.array(code))) == pytest.approx(code, abs=1e-9)
