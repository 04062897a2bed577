"""Records takes that can be changed afterwards: the only sink that receives the camera's picture."""
from __future__ import annotations

from dataclasses import replace

from app.pipeline.frame import Frame
from app.pipeline.sinks.recorder import Recorder, TakeOptions
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_file import TAKE, TakeFile


class CameraRecorder(Recorder):
    """A Recorder with take_options. It ignores composites, since they can be made again."""

    def write(self, frame: Frame) -> None:  # noqa: ARG002 - a Sink's
        return

    def write_kept(self, kept: KeptFrame) -> None:
        """Records a moment; returns at once. Does nothing while paused, after close, or after a failure."""
        self._put(kept)


def take_options(options: TakeOptions) -> TakeOptions:
    """These options for a take that can be changed."""
    return replace(options, format=TAKE, open_file=TakeFile)
