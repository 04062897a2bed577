"""What the preview may show beside the composite: for the user's eyes only, and only on request.

A view is not a setting: it is not saved, so it is off at every start. The raw picture travels in a type of its
own beside the composite, never in its place, and no sink accepts that type.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.frame import Frame, Image
from sinet_core.inference.explain import Xray


@dataclass(frozen=True)
class View:
    """Attributes:
    room: whether to show the raw picture.
    xray: whether to show the decoder's maps.
    """

    room: bool = False
    xray: bool = False


@dataclass(frozen=True, eq=False)
class RawPicture:
    """A raw picture that the user asked to see. Deliberately neither Frame nor array: only a view accepts it.

    Attributes:
        pixels: HxWx3 uint8 BGR, read-only, mirrored like the preview.
    """

    pixels: Image


@dataclass(frozen=True, eq=False)
class PreviewFrame(Frame):
    """A composite with what its view asks for. As in every Frame, its image is the composite.

    Attributes:
        room: the raw picture that this composite was made from, or None.
        xray: the maps behind its alpha, or None.
    """

    room: RawPicture | None = None
    xray: Xray | None = None
