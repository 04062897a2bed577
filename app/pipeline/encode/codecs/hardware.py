"""Hardware encoders: which to try on a system, and how to set up each for live recording."""
from __future__ import annotations

import platform

from app.pipeline.encode.codecs.codec import Codec
from app.settings import Quality, VideoCodec

FAMILIES = {"Linux": ("nvenc", "qsv", "amf"), "Windows": ("nvenc", "qsv", "amf", "mf"), "Darwin": ("videotoolbox",)}
PREFIXES: dict[VideoCodec, str] = {"h264": "h264", "h265": "hevc", "av1": "av1"}
QUANTIZERS: dict[Quality, int] = {"standard": 27, "high": 23, "best": 19}  # x264's scale, 0..51
KEY_FRAMES = "30"


def candidates(codec: VideoCodec, system: str = platform.system()) -> tuple[str, ...]:
    """FFmpeg's names for the encoders that may exist, best first."""
    return tuple(f"{PREFIXES[codec]}_{family}" for family in FAMILIES.get(system, ()))


def hardware_codec(name: str, quality: Quality) -> Codec:
    """The encoder with that name, set up to buffer no frames if it can be."""
    quantizer = str(QUANTIZERS[quality])
    family = name.rpartition("_")[2]
    options = {"g": KEY_FRAMES, "bf": "0", **_options(family, quantizer)}
    return Codec(name, "yuv420p" if family != "qsv" else "nv12", options, 0,
                 tag="hvc1" if name.startswith("hevc") else "", hardware=True)


def _options(family: str, quantizer: str) -> dict[str, str]:
    if family == "nvenc":
        return {"preset": "p4", "tune": "ll", "rc": "constqp", "qp": quantizer, "delay": "0", "zerolatency": "1",
                "forced-idr": "1"}
    if family == "qsv":
        return {"preset": "veryfast", "global_quality": quantizer, "async_depth": "1", "low_delay_brc": "0"}
    if family == "amf":
        return {"usage": "lowlatency", "rc": "cqp", "qp_i": quantizer, "qp_p": quantizer}
    if family == "videotoolbox":  # higher is better: 1..100, in FFmpeg's quality unit
        return {"realtime": "1", "flags": "+qscale", "global_quality": str((100 - 2 * int(quantizer)) * 118)}
    return {"rate_control": "quality", "quality": str(100 - 2 * int(quantizer))}
