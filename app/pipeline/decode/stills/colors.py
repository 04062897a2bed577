"""Converts pictures with a colour profile (Display P3, Adobe RGB, CMYK) to sRGB."""
from __future__ import annotations

import io
import logging

from PIL import Image as Pictures
from PIL import ImageCms

# The colour spaces that a profile may have for each mode; a profile for another space does not fit the pixels.
SPACES = {"RGB": "RGB ", "RGBX": "RGB ", "CMYK": "CMYK", "L": "GRAY"}

logger = logging.getLogger(__name__)


def in_srgb(picture: Pictures.Image) -> Pictures.Image:
    """The picture in sRGB if it has a usable profile, else unchanged.

    Colours are converted relative to white with black points matched, as browsers do. An alpha channel stays.
    """
    content = picture.info.get("icc_profile")
    if not content:
        return picture
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content))
        colors, alpha = _colors_and_alpha(picture)
        if profile.profile.xcolor_space != SPACES.get(colors.mode) or _is_srgb(profile):
            return picture
        converted = ImageCms.profileToProfile(
            colors, profile, ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        logger.info("ignoring a colour profile: %s", error)
        return picture
    if converted is None:
        return picture
    if alpha:
        converted.putalpha(alpha)
    return converted


def _colors_and_alpha(picture: Pictures.Image) -> tuple[Pictures.Image, Pictures.Image | None]:
    """Splits a picture into what a profile applies to and what it does not; a palette becomes its colours."""
    has_alpha = picture.has_transparency_data
    if picture.mode in ("P", "PA"):
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    elif has_alpha and picture.mode in ("RGB", "L"):  # one of the colours is transparent
        picture = picture.convert("RGBA" if picture.mode == "RGB" else "LA")
    if picture.mode not in ("RGBA", "LA"):
        return picture, None
    return picture.convert(picture.mode[:-1]), picture.getchannel("A")


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "sRGB" in (profile.profile.profile_description or "")
