from app.pipeline.process.retries import FAILURES_IN_A_ROW, RELOAD_MAX_S, RELOAD_S, EngineRetries


def fail(retries: EngineRetries, now: float) -> bool:
    """Fails until the engine is given up; returns whether all failures but the last were forgiven."""
    verdicts = [retries.frame_failed(now) for _ in range(FAILURES_IN_A_ROW)]
    return verdicts == [False] * (FAILURES_IN_A_ROW - 1) + [True]


def test_an_engine_is_given_up_after_several_failures_in_a_row() -> None:
    retries = EngineRetries()
    assert fail(retries, 0.0)
    assert retries.failed == FAILURES_IN_A_ROW


def test_a_frame_that_works_ends_the_row() -> None:
    retries = EngineRetries()
    for _ in range(3):
        assert not any(retries.frame_failed(0.0) for _ in range(FAILURES_IN_A_ROW - 1))
        retries.frame_worked()
    assert retries.failed == 3 * (FAILURES_IN_A_ROW - 1)
    assert not retries.due(1e9)


def test_only_the_first_failure_of_a_row_is_the_first() -> None:
    retries = EngineRetries()
    told = []
    for _ in range(3):
        retries.frame_failed(0.0)
        told.append(retries.first_of_several)
    assert told == [True, False, False]


def test_an_engine_that_was_given_up_is_due_once_after_a_pause() -> None:
    retries = EngineRetries()
    fail(retries, 100.0)
    assert not retries.due(100.0 + RELOAD_S - 0.01)
    assert retries.due(100.0 + RELOAD_S)
    assert not retries.due(1e9)


def test_pauses_double_up_to_a_limit_until_a_frame_works() -> None:
    retries, now, pauses = EngineRetries(), 0.0, []
    fail(retries, now)
    for _ in range(8):
        pause = next(seconds for seconds in (2, 4, 8, 16, 32, 60) if retries.due(now + seconds))
        pauses.append(pause)
        now += pause
        retries.load_failed(now)
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    assert RELOAD_MAX_S == 60
    retries.engine_loaded()
    fail(retries, now)
    assert not retries.due(now + RELOAD_S), "it was loaded, but has not worked yet"
    retries.engine_loaded()
    retries.frame_worked()
    fail(retries, now)
    assert retries.due(now + RELOAD_S)


def test_an_engine_that_a_user_chose_and_that_cannot_be_loaded_is_not_tried_again() -> None:
    retries = EngineRetries()
    retries.load_failed(0.0)
    assert not retries.due(1e9)
