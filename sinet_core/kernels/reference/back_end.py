"""The reference back end: numpy and OpenCV, for every size of frame and every processor."""
from __future__ import annotations

from sinet_core.kernels.reference.blur import blur
from sinet_core.kernels.reference.composite import composite, plan
from sinet_core.kernels.reference.islands import clear_regions
from sinet_core.kernels.reference.motion_gate import watch
from sinet_core.kernels.reference.pyramid import shrink
from sinet_core.kernels.reference.smoothing import smooth
from sinet_core.kernels.reference.upsampling import enlarge, guide


class ReferenceKernels:
    """See sinet_core.kernels.interface.FrameKernels."""

    name = "reference"
    shrink = staticmethod(shrink)
    watch = staticmethod(watch)
    smooth = staticmethod(smooth)
    clear_regions = staticmethod(clear_regions)
    guide = staticmethod(guide)
    enlarge = staticmethod(enlarge)
    composite = staticmethod(composite)
    plan = staticmethod(plan)
    blur = staticmethod(blur)
