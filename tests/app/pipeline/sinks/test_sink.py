from app.pipeline.sinks.recorder import Recorder
from app.pipeline.sinks.sink import BlackHole, Sink
from tests.fakes import CollectingSink


def accepts(_sink: type[Sink]) -> None:
    """mypy holds the classes to the protocol; here they have at least its methods."""


def test_all_sinks_are_sinks() -> None:
    for sink in (BlackHole, Recorder, CollectingSink):
        assert callable(sink.write)
        assert callable(sink.close)
    accepts(BlackHole)
    accepts(Recorder)


def test_a_black_hole_counts_and_keeps_nothing() -> None:
    hole = BlackHole()
    hole.write(None)  # type: ignore[arg-type]
    hole.close()
    assert hole.frames == 1
