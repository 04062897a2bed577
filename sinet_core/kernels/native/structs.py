"""The kernels' arguments: the structs of src/frames.h and src/layers.h, field by field."""
from __future__ import annotations

import ctypes

from sinet_core.kernels.parameters import (
    BlurLimits,
    EdgeColors,
    GateGrain,
    GuideLevels,
    IslandLimits,
    SmoothingRules,
    names_of,
)


def fields_of(pointers: str, integers: str, floats: str = "") -> list[tuple[str, type]]:
    """Fields of a ctypes.Structure, from names in order, separated by spaces."""
    kinds = ((pointers, ctypes.c_void_p), (integers, ctypes.c_int32), (floats, ctypes.c_float))
    return [(name, kind) for names, kind in kinds for name in names.split()]


class Task(ctypes.Structure):
    """The arguments of one kernel call; each struct has a field scratch, which NativeLibrary.call sets."""

    scratch: int | None


class Composition(Task):
    """struct composition."""

    background: int | None
    out: int | None
    shown: int | None
    fields: int | None
    _fields_ = fields_of(
        "frame alpha8 background out grid shown pure kinds fields scratch near lines pictures weighted sums ends",
        "height width step rows columns narrow wide",
        names_of(EdgeColors),
    )


class Guidance(Task):
    """struct guidance."""

    _fields_ = fields_of(
        "alpha before weight fine grid plane sure near scratch coarse doubt raw faded sums",
        "height width rows columns cell box pitch",
        names_of(GuideLevels),
    )


class Enlargement(Task):
    """struct enlargement."""

    _fields_ = fields_of(
        "plane sure near out scratch line",
        "height width fine_height fine_width rows columns step fine_step",
        "low high",
    )


class Watching(Task):
    """struct watching."""

    _fields_ = fields_of(
        "frame looked picture numbers scratch sums words line means changes bright",
        "height width step rows columns patch block patch_rows patch_columns block_rows block_columns",
        names_of(GateGrain).removeprefix("patch block "),
    )


class Shrinking(Task):
    """struct shrinking."""

    _fields_ = fields_of("frame fine half grid scratch means lines", "height width fine_height fine_width fine_step")


class Blurring(Task):
    """struct blurring."""

    _fields_ = fields_of(
        "fine alpha8 out weights scratch light lines pointers bytes shorts",
        "height width fine_height fine_width fine_step cell rows columns reach",
        names_of(BlurLimits),
    )


class Smoothing(Task):
    """struct smoothing."""

    goes_on: int
    _fields_ = fields_of(
        "picture alpha old light_before scene weight light scratch",
        "rows columns goes_on reach least_cells",
        names_of(SmoothingRules).removeprefix("reach least_cells ") + " base",
    )


class Tracking(Task):
    """struct tracking."""

    _fields_ = fields_of("light before flow scratch", "rows columns")


class Clearing(Task):
    """struct clearing."""

    _fields_ = fields_of(
        "alpha half out scratch labels parents areas sums away",
        "rows columns half_rows half_columns",
        names_of(IslandLimits),
    )


class Layer(ctypes.Structure):
    """struct layer."""

    _fields_ = fields_of(
        "input other output weights bias scale shift slope",
        "kind inputs outputs groups height width kernel stride factor plane out_plane other_plane",
    )


class Inference(Task):
    """struct inference."""

    alpha: int | None
    _fields_ = fields_of("layers image alpha scratch", "count")


STRUCTURES: tuple[type[ctypes.Structure], ...] = (
    Composition, Guidance, Enlargement, Watching, Shrinking, Blurring, Smoothing, Tracking, Clearing, Layer, Inference,
)  # fmt: skip
"""In the order of backdrop_sizeof in src/module.c."""

KERNELS: dict[str, type[Task]] = {
    "composite": Composition, "plan_composite": Composition, "join_composite": Composition, "guide": Guidance,
    "enlarge": Enlargement, "watch": Watching, "shrink": Shrinking, "blur": Blurring, "smooth": Smoothing,
    "flow": Tracking, "clear_regions": Clearing, "infer": Inference,
}  # fmt: skip
"""Every kernel of src/kernels.h, and its struct."""
