from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.pipeline.encode.formats import FORMATS
from app.pipeline.encode.taken_over.sound_plan import COPIED, plan_sound


def plan(codec: str, suffix: str, *, layout: str = "stereo", channels: int = 2, indexed: bool = True) -> object:
    context = SimpleNamespace(name=codec, rate=44_100, channels=channels, layout=SimpleNamespace(name=layout))
    found = plan_sound(SimpleNamespace(codec_context=context), FORMATS[suffix], indexed=indexed)
    return found if found is COPIED else (found.codec, found.rate, found.layout)


@pytest.mark.parametrize(("codec", "suffix"), [
    ("aac", ".mp4"), ("ac3", ".mov"), ("flac", ".mkv"), ("opus", ".webm"), ("pcm_s24le", ".mov"), ("pcm_s16be", ".mkv"),
])  # fmt: skip
def test_what_the_container_holds_is_copied_from_a_file_with_an_index_only(codec: str, suffix: str) -> None:
    assert plan(codec, suffix) is COPIED
    assert plan(codec, suffix, indexed=False) is not COPIED


@pytest.mark.parametrize(("codec", "encoder"), [
    ("pcm_s16le", "pcm_s16le"), ("pcm_u8", "pcm_s16le"), ("pcm_bluray", "pcm_s24le"), ("pcm_s32be", "pcm_s32le"),
    ("pcm_f64le", "pcm_f32le"), ("pcm_mulaw", "aac"), ("mp3", "aac"),
])  # fmt: skip
def test_pcm_stays_pcm_at_its_own_rate(codec: str, encoder: str) -> None:
    rate = 48_000 if encoder == "aac" else 44_100
    assert plan(codec, ".mov", indexed=False) == (encoder, rate, "stereo")


@pytest.mark.parametrize(("layout", "channels", "kept"), [
    ("mono", 1, "mono"), ("1 channels", 1, "mono"), ("5.1", 6, "5.1"), ("5.1(side)", 6, "5.1"),
    ("7.1", 8, "7.1"), ("7.1(wide)", 8, "7.1"), ("6.1", 7, "5.1"),
    ("2.1", 3, "stereo"), ("", 0, "stereo"),
])  # fmt: skip
def test_channels_are_kept_as_far_as_encoders_take_them(layout: str, channels: int, kept: str) -> None:
    for suffix in (".mp4", ".webm"):
        assert plan("wmav2", suffix, layout=layout, channels=channels)[-1] == kept  # type: ignore[index]
