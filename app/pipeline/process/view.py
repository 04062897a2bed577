"""What the preview may show besides the composite: for the user's eyes only, and only while asked for.

A view is no setting: it is not saved, so it is off at every start. The raw picture travels in a type of its own
beside the composite, never in its place, and no sink knows that type.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.frame import Frame, Image
from sinet_core.inference.explain import Xray


@dataclass(frozen=True)
class View:
    """Attributes:
    room: the raw picture, too.
    xray: the decoder's maps, too.
    """

    room: bool = False
    xray: bool = False


@dataclass(frozen=True, eq=False)
class RawPicture:
    """A raw picture that the user asked to see. Deliberately no Frame and no array: nothing but a view takes it.

    Attributes:
        pixels: HxWx3 uint8 BGR, read-only, mirrored as the preview is.
    """

    pixels: Image


@dataclass(frozen=True, eq=False)
class PreviewFrame(Frame):
    """A composite with what its view asks for. Its image is the composite, as of every Frame.

    Attributes:
        room: the raw picture that this composite was made from, or None.
        xray: the maps behind its alpha, or None.
    """

    room: RawPicture | None = None
    xray: Xray | None = None
