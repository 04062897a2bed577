"""A sheet of the worst pictures: picture, truth and prediction side by side."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from sinet_core.arrays import Image
from sinet_core.datagen.overlay import with_long_side, with_overlay
from sinet_core.training.examine import Case

TILE_PX, GAP_PX, GROUP_GAP_PX, CAPTION_PX, TEXT_PX = 184, 4, 20, 22, 14
COLUMNS = 2
IOU_PX, LONGEST = 80, 34  # position of the name, and how many of its characters fit
GROUND, TEXT, FAINT = (18, 19, 23), (238, 239, 242), (163, 169, 181)
TRUTH_BGR, PREDICTED_BGR = (138, 195, 76), (65, 58, 217)


def worst_sheet(cases: Sequence[Case]) -> Image:
    """HxWx3 uint8 RGB: two cases per row, each with picture, truth (green) and prediction (red)."""
    tiles = [_tiles(case) for case in cases]
    rows = [range(first, min(first + COLUMNS, len(cases))) for first in range(0, len(cases), COLUMNS)]
    heights = [max(tiles[index][0].shape[0] for index in row) + CAPTION_PX + GAP_PX for row in rows]
    step_x = 3 * (TILE_PX + GAP_PX) + GROUP_GAP_PX
    sheet = Pillow.new("RGB", (COLUMNS * step_x, sum(heights) + GAP_PX), GROUND)
    for number, row in enumerate(rows):
        top = GAP_PX + sum(heights[:number])
        for column, index in enumerate(row):
            place = GROUP_GAP_PX // 2 + column * step_x, top
            _draw_case(sheet, place, tiles[index], cases[index])
    return np.asarray(sheet, np.uint8)


def _draw_case(sheet: Pillow.Image, place: tuple[int, int], tiles: Sequence[Image], case: Case) -> None:
    left, top = place
    for column, tile in enumerate(tiles):
        middle = (TILE_PX - tile.shape[1]) // 2
        sheet.paste(Pillow.fromarray(tile[..., ::-1]), (left + column * (TILE_PX + GAP_PX) + middle, top))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(TEXT_PX)
    under = top + tiles[0].shape[0] + 2
    name = case.name if len(case.name) <= LONGEST else f"{case.name[: LONGEST - 1]}…"
    draw.text((left, under), f"IoU {case.iou:.1f}", TEXT, font)
    draw.text((left + IOU_PX, under), name, FAINT, font)
    draw.text((left + 2 * (TILE_PX + GAP_PX), under), "prediction", FAINT, font)


def _tiles(case: Case) -> tuple[Image, Image, Image]:
    """Picture, truth and prediction, BGR, TILE_PX long."""
    picture = with_long_side(case.image, TILE_PX)
    truth = with_overlay(picture, _bytes(case.truth), TRUTH_BGR)
    return picture, truth, with_overlay(picture, _bytes(case.predicted), PREDICTED_BGR)


def _bytes(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Image:
    return mask.astype(np.uint8) * np.uint8(255)
