"""Keep and drop zones between a painter and the settings: a small picture, packed as text, for each source."""
from __future__ import annotations

import base64
import binascii
import logging
from functools import lru_cache

import cv2
import numpy as np

from app.settings import SourceZones, ZoneSettings
from sinet_core.matting.zones import DROP, KEEP, Labels, SoftZones, soften

MAX_SOURCES = 16  # beyond, the one that was painted for longest ago is forgotten
MAX_SIDE_PX = 1024  # a larger mask is none of ours

logger = logging.getLogger(__name__)


def pack(labels: Labels) -> str:
    """labels (hxw uint8 of NONE, KEEP, DROP) as text; "" when nothing is painted."""
    if not labels.any():
        return ""
    _, data = cv2.imencode(".png", labels, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return base64.b64encode(np.asarray(data).tobytes()).decode("ascii")


def unpack(mask: str) -> Labels | None:
    """What pack was given; None for "", and for anything that is damaged: then nothing is kept or dropped."""
    if not mask:
        return None
    try:
        data = base64.b64decode(mask, validate=True)
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if data else None
    except (binascii.Error, ValueError, cv2.error):
        picture = None
    if picture is None or picture.ndim != 2 or picture.dtype != np.uint8 or max(picture.shape) > MAX_SIDE_PX:
        logger.warning("the zones of a source are damaged and not used")
        return None
    return np.where((picture == KEEP) | (picture == DROP), picture, 0).astype(np.uint8)


def mask_of(settings: ZoneSettings, source: str) -> str:
    """What was painted for exactly this source; "" when nothing was."""
    return next((zones.mask for zones in settings.sources if zones.source == source and source), "")


def with_mask(settings: ZoneSettings, source: str, mask: str) -> ZoneSettings:
    """The settings with another mask for a source, or without one when mask is ""."""
    others = tuple(zones for zones in settings.sources if zones.source != source)
    mine = (SourceZones(source, mask),) if mask and source else ()
    return ZoneSettings((others + mine)[-MAX_SOURCES:])


@lru_cache(maxsize=2)
def ready_zones(mask: str, size: tuple[int, int]) -> SoftZones | None:
    """A mask made ready for frames of size (width, height) px; remembered, since it is asked for every frame."""
    labels = unpack(mask)
    return None if labels is None else soften(labels, size)
