"""Converts keep and drop zones between painter and settings: a small image for each source, packed as text."""
from __future__ import annotations

import base64
import binascii
import logging
from functools import lru_cache

import cv2
import numpy as np

from app.png import decode_png
from app.settings import SourceZones, ZoneSettings
from sinet_core.matting.zones import DROP, KEEP, Labels, SoftZones, soften

MAX_SOURCES = 16  # beyond this, the oldest one is forgotten
MAX_SIDE_PX = 1024  # larger masks are not ours

logger = logging.getLogger(__name__)


def pack(labels: Labels) -> str:
    """labels (hxw uint8 of NONE, KEEP, DROP) as text; "" if nothing is painted."""
    if not labels.any():
        return ""
    _, data = cv2.imencode(".png", labels, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return base64.b64encode(np.asarray(data).tobytes()).decode("ascii")


def unpack(mask: str) -> Labels | None:
    """Inverts pack; None for "" and for damaged text, so that nothing is kept or dropped."""
    if not mask:
        return None
    try:
        data = base64.b64decode(mask, validate=True)
        picture = decode_png(data, MAX_SIDE_PX**2)
    except (binascii.Error, ValueError, cv2.error):
        picture = None
    if picture is None or picture.ndim != 2 or picture.dtype != np.uint8 or max(picture.shape) > MAX_SIDE_PX:
        logger.warning("ignoring the damaged zones of a source")
        return None
    return np.where((picture == KEEP) | (picture == DROP), picture, 0).astype(np.uint8)


def mask_of(settings: ZoneSettings, source: str) -> str:
    """The mask painted for exactly this source, or ""."""
    return next((zones.mask for zones in settings.sources if zones.source == source and source), "")


def with_mask(settings: ZoneSettings, source: str, mask: str) -> ZoneSettings:
    """The settings with a new mask for a source, or without one if mask is ""."""
    others = tuple(zones for zones in settings.sources if zones.source != source)
    mine = (SourceZones(source, mask),) if mask and source else ()
    return ZoneSettings((others + mine)[-MAX_SOURCES:])


@lru_cache(maxsize=2)
def ready_zones(mask: str, size: tuple[int, int]) -> SoftZones | None:
    """A mask prepared for frames of size (width, height) px; cached, since every frame needs it."""
    labels = unpack(mask)
    return None if labels is None else soften(labels, size)
