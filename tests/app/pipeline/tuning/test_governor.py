from dataclasses import replace
from itertools import pairwise

import pytest

from app.pipeline.tuning.governor import (
    EFFORTS,
    MAX_STEP_UP_S,
    STEP_DOWN_S,
    STEP_UP_S,
    Costs,
    Goal,
    GovernorState,
    Level,
    Load,
    best_level,
    choose,
    govern,
    guess,
)

BEST, FINEST, FINE, FULL, LIGHT, LEAST = (Level(effort) for effort in EFFORTS)
COSTS = Costs(
    {
        FULL: 8.0, Level("full", 2): 6.0,
        LIGHT: 5.0, Level("light", 2): 3.5,
        LEAST: 2.5, Level("least", 2): 2.0,
    },
    rest_ms=8.0,
)  # fmt: skip
GOAL = Goal(30, 1.0)


class Machine:
    """A computer that takes slowness times the costs; it is asked once a second."""

    def __init__(self, state: GovernorState | None = None, goal: Goal = GOAL) -> None:
        self.state = state or GovernorState()
        self.goal = goal
        self.now = 0.0
        self.levels: list[Level] = [self.state.level]

    def run(self, seconds: int, slowness: float = 1.0, *, dropped: int = 0, moving: bool = True) -> None:
        for _ in range(seconds):
            self.now += 1
            frame_ms = slowness * COSTS.frame_ms(self.state.level) if moving else None
            self.state = govern(Load(frame_ms, dropped), self.now, self.state, COSTS, self.goal)
            if self.state.level != self.levels[-1]:
                self.levels.append(self.state.level)


@pytest.mark.parametrize(
    ("fps", "cores", "level"),
    [
        (30, 1.0, FULL),
        (60, 1.0, LIGHT),  # 13 ms of 15
        (60, 2.0, Level("full", 2)),  # 14 ms, with the larger network
        (30, 0.45, LIGHT),
        (30, 0.32, LEAST),
        (30, 0.01, LEAST),  # impossible: the least demanding one
        (240, 9.0, Level("least", 2)),
    ],
)
def test_the_best_level_that_fits(fps: float, cores: float, level: Level) -> None:
    assert best_level(COSTS, Goal(fps, cores)) == level
    assert choose(COSTS, Goal(fps, cores)).level == level


def test_what_is_not_the_full_network_is_explained() -> None:
    assert choose(COSTS, GOAL).why == ""
    assert choose(COSTS, Goal(30, 0.32)).why == "to stay within 32 % of a core"
    assert choose(COSTS, Goal(60, 4.0)).why == ""
    assert choose(COSTS, Goal(80, 9.0)).why == "the size that this machine can handle"


def test_while_all_is_well_nothing_changes() -> None:
    machine = Machine()
    machine.run(600)
    assert machine.levels == [FULL]
    assert machine.state.why == ""


def test_it_steps_down_before_frames_drop_and_says_why() -> None:
    machine = Machine(goal=Goal(30, 4.0))
    machine.run(int(STEP_DOWN_S) + 1, 1.95)  # 31 ms of 33: nothing is dropped yet
    assert machine.state.level != FULL
    assert COSTS.frame_ms(machine.state.level) * 1.95 <= 30
    assert "30 fps" in machine.state.why


def test_one_slow_second_changes_nothing() -> None:
    machine = Machine()
    for _ in range(20):
        machine.run(1, 3.0)
        machine.run(3, 1.0)
    assert machine.levels == [FULL]


def test_it_stays_within_the_budget() -> None:
    machine = Machine(goal=Goal(30, 0.4))
    machine.run(10)
    assert machine.state.level == LIGHT
    assert "40 %" in machine.state.why


def test_dropped_pictures_count_even_if_frames_are_quick() -> None:
    machine = Machine()
    machine.run(10, 1.0, dropped=15)
    assert machine.levels == [FULL]  # a smaller network would not help
    machine.run(10, 1.7, dropped=15)
    assert machine.state.level != FULL


def test_it_steps_up_again_when_there_has_been_room_for_a_while() -> None:
    machine = Machine()
    machine.run(10, 2.5)
    assert machine.state.level != FULL
    machine.run(int(STEP_UP_S) - 1, 1.0)
    assert machine.state.level != FULL
    machine.run(4, 1.0)
    assert machine.state.level == FULL


def test_it_does_not_swing() -> None:
    """A machine on which the full network is just too slow, but sometimes seems to have headroom."""
    machine = Machine(goal=Goal(30, 4.0))
    for _ in range(40):
        machine.run(20, 2.4)
        machine.run(20, 1.0)
    assert len(machine.levels) < 20
    assert STEP_UP_S < machine.state.step_up_s <= MAX_STEP_UP_S


def test_a_still_scene_tells_nothing() -> None:
    machine = Machine(GovernorState(LEAST))
    machine.run(100, moving=False)
    assert machine.levels == [LEAST]


def test_too_many_threads_are_taken_back() -> None:
    machine = Machine(GovernorState(Level("full", 2)), Goal(30, 0.5))
    machine.run(5)
    assert machine.state.level == FULL


def test_a_machine_with_headroom_gets_the_finest_level_without_a_note() -> None:
    costs = Costs({**COSTS.network_ms, FINE: 12.0}, COSTS.rest_ms)
    assert choose(costs, GOAL) == GovernorState(FINE, "")
    assert choose(costs, Goal(30, 0.55)).level == FULL
    state = govern(Load(10.0), 0.0, GovernorState(FULL), costs, GOAL)
    state = govern(Load(10.0), STEP_UP_S, state, costs, GOAL)
    assert (state.level, state.why) == (FINE, "")


def test_a_guess_has_every_level() -> None:
    costs = guess((1, 2))
    assert len(costs.network_ms) == 12
    times = [costs.frame_ms(level) for level in (BEST, FINEST, FINE, FULL, LIGHT, LEAST)]
    assert all(more > less for more, less in pairwise(times))
    assert costs.cpu_ms(Level("full", 2)) > costs.cpu_ms(FULL)
    state = govern(Load(20.0), 1.0, replace(GovernorState(), level=FULL), costs, GOAL)
    assert state.level == FULL
