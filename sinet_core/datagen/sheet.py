"""A contact sheet: the most doubtful labels at a glance."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from sinet_core.arrays import Image
from sinet_core.datagen.label_set import Label, read_mask, read_picture
from sinet_core.datagen.overlay import with_long_side, with_overlay

TILE_PX = 176
GAP_PX = 8
CAPTION_PX = 20
TEXT_PX = 12
LONGEST = 18  # characters of a name that fit beside its agreement
GROUND, TEXT, FAINT, UNREADABLE = (18, 19, 23), (238, 239, 242), (163, 169, 181), (60, 30, 30)
MARKS = {"accepted": (76, 195, 138), "rejected": (217, 58, 65)}


def contact_sheet(labels: Sequence[Label], decisions: Mapping[str, str]) -> Image:
    """HxWx3 uint8 RGB: each label in its cell with name and agreement; decided ones have a coloured border."""
    columns = max(1, min(len(labels), round((len(labels) * 1.4) ** 0.5)))
    rows = -(-len(labels) // columns)
    step_x, step_y = TILE_PX + GAP_PX, TILE_PX + CAPTION_PX + GAP_PX
    sheet = Pillow.new("RGB", (columns * step_x + GAP_PX, rows * step_y + GAP_PX), GROUND)
    draw = ImageDraw.Draw(sheet)
    for index, label in enumerate(labels):
        place = GAP_PX + index % columns * step_x, GAP_PX + index // columns * step_y
        _draw_tile(sheet, draw, place, label)
        if (word := decisions.get(label.name)) in MARKS:
            corner = place[0] + TILE_PX, place[1] + TILE_PX
            draw.rectangle((place, corner), outline=MARKS[word or ""], width=3)
    return np.asarray(sheet, np.uint8)


def _draw_tile(sheet: Pillow.Image, draw: ImageDraw.ImageDraw, place: tuple[int, int], label: Label) -> None:
    left, top = place
    tile = _tile(label)
    if tile is None:
        draw.rectangle((left, top, left + TILE_PX, top + TILE_PX), fill=UNREADABLE)
    else:
        height, width = tile.shape[:2]
        sheet.paste(Pillow.fromarray(tile[..., ::-1]), (left + (TILE_PX - width) // 2, top + (TILE_PX - height) // 2))
    font = ImageFont.load_default(TEXT_PX)
    name = label.name if len(label.name) <= LONGEST else f"…{label.name[1 - LONGEST:]}"
    draw.text((left, top + TILE_PX + 3), name, TEXT, font)
    if label.agreement is not None:
        right = left + TILE_PX, top + TILE_PX + 3
        draw.text(right, f"{label.agreement:.2f}", FAINT, font, anchor="ra")


def _tile(label: Label) -> Image | None:
    image, mask = read_picture(label.picture), read_mask(label.mask)
    return None if image is None or mask is None else with_overlay(with_long_side(image, TILE_PX), mask)
