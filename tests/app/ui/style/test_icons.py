from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.paths import assets_folder
from app.ui.style import icons

UI = Path(icons.__file__).parents[1]
NAMES = {path.stem for path in (assets_folder() / "icons").glob("*.svg")}
CALLS = re.compile(r'(?:IconButton|Glyph|CardContent|set_icon|icons\.draw|of_action|super\(\).__init__)'
                   r'\((?:[^"()]*?)"([a-z][a-z-]+)"')


def test_every_icon_that_the_code_names_is_there() -> None:
    used = {name for path in UI.rglob("*.py") for name in CALLS.findall(path.read_text(encoding="utf-8"))}
    assert {"refresh", "folder", "snapshot", "camera"} <= used
    assert used <= NAMES


@pytest.mark.parametrize("density", [1.0, 2.0])
def test_an_icon_is_drawn_in_the_color_and_at_the_density(qapp: QApplication, density: float) -> None:
    image = icons.pixmap("camera", "#ff0000", 24, density).toImage()
    assert image.width() == round(24 * density)
    colors = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    inked = [color for color in colors if color.alpha() > 200]
    assert inked
    assert all(color.red() > 200 and color.green() < 30 for color in inked)
