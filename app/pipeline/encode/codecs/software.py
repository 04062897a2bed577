"""Software encoders, set up for live recording; figures in docs/decisions/0038."""
from __future__ import annotations

import os

import av

from app.pipeline.encode.codecs.codec import Codec
from app.pipeline.encode.codecs.h264 import LOOKAHEAD_FRAMES, h264
from app.settings import Quality, VideoCodec

KEY_FRAMES = "30"  # maximum interval in frames, for encoders that cannot take it in seconds

H264: dict[Quality, Codec] = {
    "standard": h264("ultrafast", 22, threads=1, lookahead=LOOKAHEAD_FRAMES),
    "high": h264("superfast", 19, threads=1, lookahead=LOOKAHEAD_FRAMES),
    "best": h264("veryfast", 17, threads=2, lookahead=LOOKAHEAD_FRAMES),
}
H265_CRF: dict[Quality, str] = {"standard": "26", "high": "22", "best": "19"}
AV1_CRF: dict[Quality, str] = {"standard": "40", "high": "34", "best": "28"}
VP9_CRF: dict[Quality, str] = {"standard": "34", "high": "26", "best": "20"}
PRORES_SCALE: dict[Quality, str] = {"standard": "12", "high": "8", "best": "5"}
QP_TO_LAMBDA = 118  # FFmpeg's unit of quality


def software_codec(codec: VideoCodec, quality: Quality) -> Codec:
    """The encoder for a codec; H.264 if this copy of FFmpeg lacks it."""
    if codec == "h265" and has_encoder("libx265"):
        return _h265(quality)
    if codec == "av1" and has_encoder("libsvtav1"):
        return _av1(quality)
    return H264[quality]


def software_codecs() -> tuple[VideoCodec, ...]:
    """The codecs that this copy of FFmpeg can encode."""
    names: dict[VideoCodec, str] = {"h264": "libx264", "h265": "libx265", "av1": "libsvtav1"}
    return tuple(codec for codec, name in names.items() if has_encoder(name))


def vp9_with_alpha(quality: Quality) -> Codec:
    """VP9, encoded twice: for the colours and for the alpha. 15 ms of processor time for a 720p frame."""
    options = {
        "deadline": "realtime", "cpu-used": "8", "row-mt": "1", "tile-columns": "1", "lag-in-frames": "0",
        "auto-alt-ref": "0", "b": "0", "crf": VP9_CRF[quality],
    }  # fmt: skip
    return Codec("libvpx-vp9", "yuva420p", options, 2)


def prores_4444(quality: Quality) -> Codec:
    """At a constant quality: FFmpeg's search for a constant size takes five times as long."""
    scale = str(int(PRORES_SCALE[quality]) * QP_TO_LAMBDA)
    options = {"profile": "4444", "alpha_bits": "8", "flags": "+qscale", "global_quality": scale}
    return Codec("prores_ks", "yuva444p10le", options, 2)


def has_encoder(name: str) -> bool:
    """Whether this copy of FFmpeg has an encoder with that name, which may still not work here."""
    try:
        av.Codec(name, "w")
    except ValueError:  # av.codec.codec.UnknownCodecError
        return False
    return True


def _h265(quality: Quality) -> Codec:
    options = {
        "preset": "ultrafast", "tune": "zerolatency", "crf": H265_CRF[quality], "forced-idr": "1",
        "x265-params": "frame-threads=1:log-level=none",
    }  # fmt: skip
    return Codec("libx265", "yuv420p", options, 1, tag="hvc1")


def _av1(quality: Quality) -> Codec:
    os.environ.setdefault("SVT_LOG", "1")  # errors only; it prints a banner otherwise
    svt = "pred-struct=1:lookahead=0:rtc=1"
    options = {"preset": "12", "crf": AV1_CRF[quality], "g": KEY_FRAMES, "svtav1-params": svt}
    return Codec("libsvtav1", "yuv420p", options, 1)
