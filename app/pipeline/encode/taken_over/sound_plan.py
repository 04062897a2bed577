"""Decides how a sound track gets into the output: copied, or re-encoded."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import av

from app.pipeline.encode.formats import OutputFormat

ENCODED_RATE = 48_000
BITS_PER_SECOND = {"aac": 96_000, "libopus": 64_000}  # per channel
COMPANDED = frozenset({"pcm_alaw", "pcm_mulaw", "pcm_vidc"})  # PCM only by name
LAYOUTS = frozenset({"mono", "stereo", "3.0", "quad", "5.0", "5.1", "7.1"})  # supported by every encoder here


@dataclass(frozen=True)
class SoundPlan:
    """How a track is written.

    Attributes:
        codec: FFmpeg's encoder; "" to copy packets.
        rate, layout, bits_per_second: of the encoded sound; 0 bits if the codec needs none.
    """

    codec: str = ""
    rate: int = 0
    layout: str = ""
    bits_per_second: int = 0


COPIED = SoundPlan()


def plan_sound(track: Any, output: OutputFormat, *, indexed: bool) -> SoundPlan:
    """The plan for a track that can be decoded. indexed: see Companions."""
    context = track.codec_context
    if indexed and context.name in output.sound and context.rate and context.channels:
        return COPIED
    layout = _layout(context.layout.name, context.channels)
    pcm = _pcm(context.name)
    if pcm and output.keeps_pcm and context.rate:
        return SoundPlan(pcm, context.rate, layout)
    codec = output.sound_codec
    return SoundPlan(codec, ENCODED_RATE, layout, BITS_PER_SECOND[codec] * _channels(layout))


def _layout(name: str, channels: int) -> str:
    """The track's own layout if encoders support it; stereo for a stream that has not declared one yet."""
    if name in LAYOUTS:
        return name
    return "mono" if channels == 1 else "7.1" if channels == 8 else "5.1" if channels >= 6 else "stereo"


def _channels(layout: str) -> int:
    return len(av.AudioLayout(layout).channels)


def _pcm(codec: str) -> str:
    """The encoder that keeps PCM lossless; "" for other codecs."""
    if not codec.startswith("pcm_") or codec in COMPANDED:
        return ""
    if "f32" in codec or "f64" in codec:
        return "pcm_f32le"
    if "s32" in codec or "s64" in codec:
        return "pcm_s32le"
    return "pcm_s24le" if any(name in codec for name in ("24", "bluray", "dvd")) else "pcm_s16le"
