"""Converts coded values to light: the curves of BT.2100, BT.1886 and sRGB, the tone curve of BT.2390, and colour
spaces.

Light is in cd/m2 (nits) if a function says so. Arrays are float64 of any shape.
"""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

PQ_PEAK_NITS = 10_000.0
HLG_PEAK_NITS = 1000.0
HLG_SYSTEM_GAMMA = 1.2  # of a display of HLG_PEAK_NITS
WHITE_NITS = 203.0  # of a sheet of paper in HDR, which BT.2408 equates with SDR white
SDR_GAMMA = 2.4  # BT.1886

PQ_M1, PQ_M2 = 2610 / 16384, 2523 / 4096 * 128
PQ_C1, PQ_C2, PQ_C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
HLG_A = 0.17883277
HLG_B, HLG_C = 1 - 4 * HLG_A, 0.5 - HLG_A * np.log(4 * HLG_A)
BT2020_LUMA = np.array((0.2627, 0.6780, 0.0593))

# (x, y) of red, green and blue; the white point of all is D65.
Primaries = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
BT709: Primaries = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
BT2020: Primaries = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
DISPLAY_P3: Primaries = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
D65 = (0.3127, 0.3290)


def pq_to_nits(code: Values) -> Values:
    """0..1 as coded with PQ (SMPTE ST 2084) -> nits."""
    root = np.power(np.clip(code, 0, 1), 1 / PQ_M2)
    return PQ_PEAK_NITS * np.power(np.maximum(root - PQ_C1, 0) / (PQ_C2 - PQ_C3 * root), 1 / PQ_M1)


def nits_to_pq(nits: Values) -> Values:
    """The inverse of pq_to_nits."""
    power = np.power(np.clip(nits, 0, PQ_PEAK_NITS) / PQ_PEAK_NITS, PQ_M1)
    return np.power((PQ_C1 + PQ_C2 * power) / (1 + PQ_C3 * power), PQ_M2)


def hlg_to_scene(code: Values) -> Values:
    """0..1 as coded with HLG (BT.2100) -> light of the scene, 0..1."""
    code = np.clip(code, 0, 1)
    return np.where(code <= 0.5, code**2 / 3, (np.exp((code - HLG_C) / HLG_A) + HLG_B) / 12)


def hlg_gain(luma: Values) -> Values:
    """The factor that turns the scene's light into nits, for its luma by BT2020_LUMA."""
    return HLG_PEAK_NITS * np.power(luma, HLG_SYSTEM_GAMMA - 1)


def sdr_to_light(code: Values) -> Values:
    """0..1 as coded for an SDR display (BT.1886) -> light, white is 1."""
    return np.power(np.clip(code, 0, 1), SDR_GAMMA)


def light_to_sdr(light: Values) -> Values:
    """The inverse of sdr_to_light."""
    return np.power(np.clip(light, 0, 1), 1 / SDR_GAMMA)


def light_to_srgb(light: Values) -> Values:
    """Light, white is 1 -> 0..1 as coded in pictures (IEC 61966-2-1)."""
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.power(light, 1 / 2.4) - 0.055)


def srgb_to_light(code: Values) -> Values:
    """The inverse of light_to_srgb."""
    code = np.clip(code, 0, 1)
    return np.where(code <= 0.04045, code / 12.92, np.power((code + 0.055) / 1.055, 2.4))


def compressed(nits: Values, peak: float) -> Values:
    """BT.2390's tone curve (EETF, 5.4.1) from a display of peak nits to one of WHITE_NITS; both are black at 0.

    Dark and middle tones stay; tones above the knee are compressed towards white.
    """
    if peak <= WHITE_NITS:
        return nits
    top = float(nits_to_pq(np.array(peak)))
    white = float(nits_to_pq(np.array(WHITE_NITS))) / top
    knee = 1.5 * white - 0.5
    given = np.clip(nits_to_pq(nits) / top, 0, 1)
    t = (given - knee) / (1 - knee)
    spline = ((2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee)
              + (-2 * t**3 + 3 * t**2) * white)
    return pq_to_nits(top * np.where(given < knee, given, spline))


def to_bt709(primaries: Primaries) -> Values:
    """3x3: linear RGB of those primaries times its transpose is linear RGB of BT.709."""
    return np.linalg.inv(_to_xyz(BT709)) @ _to_xyz(primaries)


def _to_xyz(primaries: Primaries) -> Values:
    columns = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in primaries]).T
    x, y = D65
    return columns * np.linalg.solve(columns, np.array((x / y, 1.0, (1 - x - y) / y)))
