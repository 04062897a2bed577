from pathlib import Path

import pytest

from app.pipeline.encode.take_containers import for_background
from app.pipeline.encode.take_format import take_format
from app.settings import BackgroundSettings, RecordSettings
from app.system.files import part_path


def test_mp4_with_h264_is_what_nobody_has_to_choose() -> None:
    what = take_format(RecordSettings())
    assert (what.suffix, what.codec.name, what.fallback, what.transparent) == (".mp4", "libx264", None, False)


@pytest.mark.parametrize(("codec", "encoder"), [("h264", "libx264"), ("h265", "libx265"), ("av1", "libsvtav1")])
@pytest.mark.parametrize("container", ["mp4", "mkv"])
def test_every_codec_goes_into_every_file(container: str, codec: str, encoder: str) -> None:
    what = take_format(RecordSettings(container=container, codec=codec))  # type: ignore[arg-type]
    assert (what.suffix, what.codec.name) == (f".{container}", encoder)


def test_hardware_takes_over_where_it_works_and_the_processor_stands_by() -> None:
    what = take_format(RecordSettings(), lambda codec: f"{codec}_nvenc")
    assert what.codec.hardware
    assert what.codec.name == "h264_nvenc"
    assert what.fallback is not None
    assert what.fallback.name == "libx264"
    assert not take_format(RecordSettings(hardware=False), lambda _: "h264_nvenc").codec.hardware


@pytest.mark.parametrize(("container", "encoder"), [("webm", "libvpx-vp9"), ("mov", "prores_ks")])
def test_a_transparent_background_asks_for_a_file_with_alpha(container: str, encoder: str) -> None:
    settings = RecordSettings(transparent_container=container)  # type: ignore[arg-type]
    assert for_background(settings, BackgroundSettings("blur")) == settings
    what = take_format(for_background(settings, BackgroundSettings("transparent")), lambda _: "h264_nvenc")
    assert (what.suffix, what.codec.name, what.transparent) == (f".{container}", encoder, True)
    assert part_path(Path(f"a{what.suffix}")).name == f"a.part.{container}"
