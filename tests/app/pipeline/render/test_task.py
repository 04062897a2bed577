import pytest

from app.pipeline.render import render_task
from app.pipeline.render.task import doer_of
from app.pipeline.replay import export_task


def test_each_kind_of_task_has_a_doer() -> None:
    assert doer_of("render") is render_task
    assert doer_of("export") is export_task


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="dance"):
        doer_of("dance")
