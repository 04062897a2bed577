"""Figures 4 and 7: input, information-blocking map, confidence and result, with and without information blocking."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from sinet_core.arrays import Alpha, Image, alpha_bytes
from sinet_core.datagen.overlay import with_long_side, with_overlay
from sinet_core.inference.explain import MAX_LET_IN, Explainable, Margin, final_confidence_of, gate_of
from sinet_core.network.build import Checkpoint

TILE_PX, GAP_PX, CAPTION_PX, NAME_PX, TEXT_PX = 320, 8, 26, 34, 16
GROUND, TEXT, FAINT = (255, 255, 255), (32, 34, 40), (110, 115, 125)
RESULT_BGR = (138, 195, 76)
CONFIDENCE, RESULT = "final confidence |2a - 1|", "result"
MAPS = {True: "information-blocking map", False: "its map, not used"}


@dataclass(frozen=True, eq=False)
class Panel:
    """One row of the sheet.

    Attributes:
        alpha: HxW float32.
        margin: of the low-resolution prediction, hxw float32.
        blocks: whether the decoder uses it to block detail.
    """

    name: str
    alpha: Alpha
    margin: Margin
    blocks: bool = True

    @property
    def blocking(self) -> Alpha:
        """0 (detail is blocked) .. 1 (fully let in), hxw float32."""
        return np.asarray(gate_of(self.margin) / MAX_LET_IN, np.float32)

    @property
    def confidence(self) -> Alpha:
        """|2 alpha - 1|, HxW float32."""
        return np.abs(final_confidence_of(self.alpha))


def explain(name: str, segmenter: Explainable, image: Image, *, blocks: bool = True) -> Panel:
    """A network's answer to a picture, HxWx3 uint8 BGR.

    Raises:
        ValueError: the network does not expose its low-resolution prediction.
    """
    answer = segmenter.explain(image)
    if answer.margin is None:
        raise ValueError(f"{name} has no low-resolution prediction to look at")
    return Panel(name, answer.alpha, answer.margin, blocks)


def without_blocking(checkpoint: Checkpoint) -> Checkpoint:
    """The same weights with the gate held open, so that all high-resolution detail is let in everywhere.

    Raises:
        ValueError: the gate has weights of its own (GAU).
    """
    if checkpoint.config.gate == "attention":
        raise ValueError("a network with global attention has no information block to remove")
    return replace(checkpoint, config=replace(checkpoint.config, gate="removed"))


def explain_sheet(image: Image, panels: Sequence[Panel]) -> Image:
    """HxWx3 uint8 RGB: the four images of each panel in a row; bright means detail let in, or certain."""
    small = with_long_side(image, TILE_PX)
    height, width = small.shape[:2]
    row = NAME_PX + height + CAPTION_PX
    sheet = Pillow.new("RGB", (4 * (width + GAP_PX) + GAP_PX, len(panels) * row + GAP_PX), GROUND)
    for number, panel in enumerate(panels):
        _draw_row(sheet, number * row, small, panel)
    return np.asarray(sheet, np.uint8)


def _draw_row(sheet: Pillow.Image, top: int, small: Image, panel: Panel) -> None:
    height, width = small.shape[:2]
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(TEXT_PX)
    draw.text((GAP_PX, top + 8), panel.name, TEXT, font)
    tiles = (
        small,
        _grey(panel.blocking, (width, height)),
        _grey(panel.confidence, (width, height)),
        with_overlay(small, _mask(panel.alpha, (width, height)), RESULT_BGR),
    )
    titles = "input", MAPS[panel.blocks], CONFIDENCE, RESULT
    for column, (tile, title) in enumerate(zip(tiles, titles, strict=True)):
        left = GAP_PX + column * (width + GAP_PX)
        sheet.paste(Pillow.fromarray(np.ascontiguousarray(tile[..., ::-1])), (left, top + NAME_PX))
        draw.text((left, top + NAME_PX + height + 4), title, FAINT, font)


def _grey(field: Alpha, size: tuple[int, int]) -> Image:
    large = np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_LINEAR), np.float32)
    return np.asarray(cv2.cvtColor(alpha_bytes(large), cv2.COLOR_GRAY2BGR), np.uint8)


def _mask(alpha: Alpha, size: tuple[int, int]) -> Image:
    large = cv2.resize(alpha, size, interpolation=cv2.INTER_LINEAR)
    return (large > 0.5).astype(np.uint8) * np.uint8(255)
