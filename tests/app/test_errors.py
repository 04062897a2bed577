import pytest

from app.errors import AppError


def test_it_reads_as_a_sentence_and_a_hint() -> None:
    assert str(AppError("The disk is full", "Free some space.")) == "The disk is full. Free some space."
    assert str(AppError("The disk is full")) == "The disk is full"


@pytest.mark.parametrize(("failed_running", "status"), [(False, 2), (True, 1)])
def test_bad_input_and_failing_while_running_have_exit_statuses_of_their_own(failed_running: bool, status: int) -> None:
    assert AppError("It failed", failed_running=failed_running).exit_status == status
