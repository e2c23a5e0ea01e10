"""Click in Chinese: the frame of every --help, and what is said when a command was not typed as it should be."""

import re
from typing import Any, Final

import click

_QUOTED: Final = re.compile(r"'([^']+)'")  # the path in what Click says of it


class Command(click.Command):
    """A command whose help is Chinese throughout."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **({"options_metavar": "[选项]"} | options))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help with its sentence."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段说明。"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of usage."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(ctx)) is not None]
        with formatter.section("选项"):
            formatter.write_dl(rows)


class Group(Command, click.Group):
    """A command of commands, the same."""

    command_class = Command

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **({"subcommand_metavar": "命令 …"} | options))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands with the first sentence of each."""
        super().format_options(ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str(limit=200)) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl(rows)


def said(error: click.UsageError) -> str:
    """Return in one sentence what is wrong with what was typed, and where the right usage is told."""
    command = error.ctx.command_path if error.ctx else "xianli"
    return f"{_wrong(error)}运行 {command} --help 查看用法。"


def _wrong(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter(param=click.Parameter() as param):
            return f"缺少 {_name(param)}。"
        case click.BadParameter(param=click.Parameter() as param):
            given = _QUOTED.search(error.message) if isinstance(param.type, click.Path) else None
            value = f"“{given[1]}”" if given else ""
            return f"{_name(param)} 的值{value}不能用：应为{_expected(param.type)}。"
        case click.NoSuchOption():
            near = f"，是不是 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
            return f"没有选项 {error.option_name}{near}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对。"
        case click.NoSuchCommand():
            return f"没有命令 {error.command_name}。"
        case _:
            return "命令的写法不对，多了或少了什么。"


def _name(param: click.Parameter) -> str:
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name


def _expected(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.IntRange(min=first, max=last):
            return f" {first} 到 {last} 的整数"
        case click.Choice(choices=choices):
            return f"其中之一：{'、'.join(map(str, choices))}"
        case click.Path(file_okay=False):
            return "一个文件夹"
        case click.Path():
            return "一个已有的文件"
        case _:
            return f" {kind.name}"
