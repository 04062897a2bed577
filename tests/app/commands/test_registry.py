from argparse import ArgumentParser

import pytest

from app.commands.registry import COMMANDS, load_command, make_parser, whole_parser
from app.errors import AppError


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_arguments_and_runs(name: str) -> None:
    command = load_command(name)
    command.add_arguments(ArgumentParser())
    assert callable(command.run)


def test_no_two_commands_are_the_same_module() -> None:
    assert len({id(load_command(name)) for name in COMMANDS}) == len(COMMANDS)


def test_the_whole_parser_knows_every_command_with_its_help() -> None:
    text = whole_parser().format_help()
    for name, help_text in COMMANDS.items():
        assert name in text
        assert " ".join(help_text.split()[:3]) in " ".join(text.split())


@pytest.mark.parametrize("argv", [["dance"], ["--odd"], [], ["devices", "--odd"]])
def test_what_it_does_not_know_is_one_line_with_a_way_to_help(argv: list[str]) -> None:
    with pytest.raises(AppError) as caught:
        make_parser({"devices": load_command("devices")}).parse_args(argv)
    assert caught.value.title[0].isupper()
    assert "--help" in caught.value.hint
    assert caught.value.exit_status == 2
