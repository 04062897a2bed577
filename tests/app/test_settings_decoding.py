from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

import pytest

from app.settings import Settings
from app.settings_decoding import decode_settings

DEFAULT = Settings()


def test_nothing_gives_the_defaults() -> None:
    assert decode_settings({}) == DEFAULT


def test_a_whole_tree_comes_back() -> None:
    tree = asdict(DEFAULT)
    tree["camera"]["width"], tree["background"]["blur"] = 640, 7
    found = decode_settings(tree)
    assert (found.camera.width, found.background.blur) == (640, 7)
    assert asdict(found) == tree


@pytest.mark.parametrize(("part", "name", "value"), [
    ("camera", "width", "wide"),
    ("camera", "width", 8193),
    ("camera", "width", True),
    ("camera", "fps", float("nan")),
    ("background", "kind", "hologram"),
    ("background", "blur", -1),
    ("matte", "softness", None),
    ("mirror", "preview", 1),
])  # fmt: skip
def test_an_unusable_value_costs_only_itself(
    part: str, name: str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    others: dict[str, dict[str, Any]] = {
        "camera": {"height": 480},
        "background": {"value": "#102030"},
        "matte": {"coverage": 0.25},
        "mirror": {"output": True},
    }
    other = others[part]
    tree: dict[str, Any] = {part: {name: value, **other}}
    with caplog.at_level(logging.WARNING):
        found = getattr(decode_settings(tree), part)
    assert getattr(found, name) == getattr(getattr(DEFAULT, part), name)
    ((kept, wanted),) = other.items()
    assert getattr(found, kept) == wanted
    assert f"setting {name}" in caplog.text


def test_a_part_of_another_type_and_unknown_keys_are_ignored() -> None:
    assert decode_settings({"camera": 3, "background": None, "hologram": {"width": 4}}) == DEFAULT


def test_a_password_in_a_damaged_value_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        decode_settings({"camera": {"source": ["http://me:geheim@cam/video"]}})
    assert "setting source" in caplog.text
    assert "geheim" not in caplog.text
