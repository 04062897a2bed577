from __future__ import annotations

from typing import Any

import pytest

from app.pipeline.encode.codecs.hardware import FAMILIES, QUANTIZERS, candidates, hardware_codec

ALL = [name for system in FAMILIES for codec in ("h264", "h265", "av1") for name in candidates(codec, system)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("codec", "system", "first"), [
    ("h264", "Linux", "h264_nvenc"), ("h265", "Windows", "hevc_nvenc"), ("av1", "Darwin", "av1_videotoolbox"),
])  # fmt: skip
def test_names_are_ffmpegs(codec: Any, system: str, first: str) -> None:
    assert candidates(codec, system)[0] == first
    assert candidates(codec, "Plan 9") == ()


@pytest.mark.parametrize("name", sorted(set(ALL)))
def test_none_buffers_frames_and_hevc_has_the_tag_that_apple_needs(name: str) -> None:
    codec = hardware_codec(name, "high")
    assert codec.hardware
    assert codec.options["bf"] == "0"
    assert codec.options["g"] == "30"
    assert codec.tag == ("hvc1" if name.startswith("hevc") else "")
    assert codec.pixels == ("nv12" if name.endswith("qsv") else "yuv420p")


@pytest.mark.parametrize("name", sorted(set(ALL)))
def test_better_quality_is_better_on_each_ones_own_scale(name: str) -> None:
    higher_is_better = name.endswith(("videotoolbox", "_mf"))
    keys = {"qp", "global_quality", "qp_i", "quality"}
    values = []
    for quality in sorted(QUANTIZERS, key=QUANTIZERS.__getitem__, reverse=True):
        options = hardware_codec(name, quality).options
        values.append(next(int(options[key]) for key in keys if options.get(key, "").isdecimal()))
    assert values == sorted(values, reverse=not higher_is_better)
    assert len(set(values)) == 3
