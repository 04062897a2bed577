"""Converts HDR and wide gamuts, which an SDR screen cannot show, to BT.709 in linear light.

It applies BT.2390's tone curve to the largest of the three components, so that no hue changes (docs/decisions/0036).
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from app.pipeline.decode.frames import light
from app.pipeline.decode.frames.light import Values
from app.pipeline.frame import Image

Curve = Literal["pq", "hlg", "sdr", "srgb"]
DeepImage = NDArray[np.uint16]

# Numbers of ITU-T H.273.
PQ, HLG, SRGB = 16, 18, 13
SDR_CURVES = frozenset({1, 2, 4, 5, 6, 14, 15})
PRIMARIES: dict[int, light.Primaries] = {1: light.BT709, 9: light.BT2020, 12: light.DISPLAY_P3}
DEFAULT_PEAK_NITS = 1000.0  # what most videos that say nothing were graded for
TOP = 65535
ROWS = 64  # at once, so that intermediate values stay in the processor's cache
TO_LIGHT: dict[Curve, Callable[[Values], Values]] = {
    "pq": lambda code: light.pq_to_nits(code) / light.WHITE_NITS,
    "hlg": light.hlg_to_scene,
    "sdr": light.sdr_to_light,
    "srgb": light.srgb_to_light,
}


@dataclass(frozen=True)
class Grade:
    """How the colours of a picture become those of a screen.

    Attributes:
        curve: the transfer curve of the values.
        primaries: of its red, green and blue.
        peak: the brightest value in it, nits; unused for SDR.
        is_picture: the result is for a picture (sRGB) instead of a video (BT.1886).
    """

    curve: Curve
    primaries: light.Primaries
    peak: float = DEFAULT_PEAK_NITS
    is_picture: bool = False

    @property
    def is_hdr(self) -> bool:
        return self.curve in ("pq", "hlg")

    def graded(self, image: DeepImage) -> Image:
        """HxWx3 uint16 RGB as coded (full scale 65535) -> HxWx3 uint8 BGR as a screen shows it; 8 ms at 720p."""
        graded = np.empty(image.shape, np.uint8)
        for row in range(0, len(image), ROWS):
            graded[row : row + ROWS] = self._rows(np.ascontiguousarray(image[row : row + ROWS]))
        return graded

    def _rows(self, rows: DeepImage) -> Any:
        linear: Any = cv2.LUT(rows, self._to_light)
        if self.curve == "hlg":
            luma = cv2.transform(linear, light.BT2020_LUMA[None].astype(np.float32))
            linear = linear * np.asarray(cv2.LUT(_indices(luma, 1.0), self._hlg_gain))[:, :, None]
        linear = cv2.transform(linear, self._to_bt709)
        planes = cv2.split(np.maximum(linear, 0.0))  # colours outside the gamut
        if self.is_hdr:
            brightest = cv2.max(cv2.max(planes[0], planes[1]), planes[2])
            share = cv2.LUT(_indices(brightest, self._most), self._share)
            planes = tuple(plane * share for plane in planes)
        return cv2.merge([cv2.LUT(_indices(plane, 1.0), self._to_code) for plane in planes[::-1]])

    @cached_property
    def _to_light(self) -> NDArray[np.float32]:
        """Light for each code, where SDR white is 1; for HLG, light of the scene."""
        return TO_LIGHT[self.curve](np.arange(TOP + 1) / TOP).astype(np.float32)

    @cached_property
    def _hlg_gain(self) -> NDArray[np.float32]:
        """For each luma of the scene, the factor to the light of the display."""
        return (light.hlg_gain(np.arange(TOP + 1) / TOP) / light.WHITE_NITS).astype(np.float32)

    @cached_property
    def _to_bt709(self) -> NDArray[np.float32]:
        return light.to_bt709(self.primaries).astype(np.float32)

    @cached_property
    def _most(self) -> float:
        """The brightest possible component, where white is 1."""
        nits = light.PQ_PEAK_NITS if self.curve == "pq" else light.HLG_PEAK_NITS
        return nits / light.WHITE_NITS * float(light.to_bt709(self.primaries).max())

    @cached_property
    def _share(self) -> NDArray[np.float32]:
        """For each brightest component up to _most, the part of it that the tone curve leaves."""
        brightest = np.arange(1, TOP + 1) / TOP * self._most
        left = light.compressed(brightest * light.WHITE_NITS, self.peak) / light.WHITE_NITS / brightest
        return np.concatenate(([1.0], left)).astype(np.float32)

    @cached_property
    def _to_code(self) -> NDArray[np.uint8]:
        encode = light.light_to_srgb if self.is_picture or self.curve == "srgb" else light.light_to_sdr
        return np.round(255 * encode(np.arange(TOP + 1) / TOP)).astype(np.uint8)


def _indices(values: Any, most: float) -> Any:
    """Scales float32 of 0..most to uint16, rounded and clipped."""
    return cv2.multiply(values, TOP / most, dtype=cv2.CV_16U)  # type: ignore[call-overload]


def grade_of(curve: int, primaries: int, peak: float = DEFAULT_PEAK_NITS, *, is_picture: bool = False) -> Grade | None:
    """The conversion for colours with these numbers of H.273; None if an SDR screen has them, or they are unknown."""
    if curve in (PQ, HLG):
        known = PRIMARIES.get(primaries, light.BT2020)
        return Grade("pq" if curve == PQ else "hlg", known, peak if curve == PQ else light.HLG_PEAK_NITS, is_picture)
    wide = PRIMARIES.get(primaries, light.BT709)
    if wide is light.BT709 or curve not in (*SDR_CURVES, SRGB):
        return None
    return Grade("srgb" if curve == SRGB or is_picture else "sdr", wide, is_picture=is_picture)
