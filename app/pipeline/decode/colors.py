"""Colours of pictures with a profile (Display P3, Adobe RGB, CMYK), as the screen shows sRGB."""
from __future__ import annotations

import io
import logging

from PIL import Image as Pictures
from PIL import ImageCms

# The spaces that a profile can be of, by the picture's mode; a profile of another one is not meant for these pixels.
SPACES = {"RGB": "RGB ", "RGBA": "RGB ", "RGBX": "RGB ", "CMYK": "CMYK", "L": "GRAY"}

logger = logging.getLogger(__name__)


def in_srgb(picture: Pictures.Image) -> Pictures.Image:
    """The picture in sRGB where it has a profile that says how to get there; else, and if it cannot be used, as it is.

    Colours are converted relative to white with black points matched, as browsers do. An alpha channel stays.
    """
    content = picture.info.get("icc_profile")
    if not content or picture.mode not in SPACES:
        return picture
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content))
        if profile.profile.xcolor_space != SPACES[picture.mode] or _is_srgb(profile):
            return picture
        alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
        converted = ImageCms.profileToProfile(
            picture.convert("RGB") if alpha else picture, profile, ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        logger.info("a colour profile is not used: %s", error)
        return picture
    if converted is None:
        return picture
    if alpha:
        converted.putalpha(alpha)
    return converted


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "sRGB" in (profile.profile.profile_description or "")
