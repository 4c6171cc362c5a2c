"""The command line: what may be written there, and what it says about itself."""

import re
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, get_args

from bothends._version import __version__
from bothends.cli.about import ABOUT, HELP, MORE, Command
from bothends.cli.contract import ContractOptions, add_contract, contract_options
from bothends.cli.mock import MockOptions, add_mock, mock_options
from bothends.problems import Unusable
from bothends.records import dataclass
from bothends.report import Format
from bothends.suggest import did_you_mean

_SPEC = "a file, an http(s) URL, or - for standard input"


@dataclass(frozen=True, slots=True)
class Options:
    """One command line, read and consistent with itself."""

    command: Command
    specs: tuple[str, ...] = ()
    """What is named here and not in a configuration."""
    output: Path | None = None
    config: Path | None = None
    jobs: tuple[str, ...] = ()
    """The names of the jobs to do; empty for all of them."""
    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    allow_network: bool = False
    lenient: bool = False
    spec_root: Path | None = None
    update_lock: bool = False
    report: str = ""
    max_loss: int | None = None
    force: bool = False
    cache: bool = True
    dry_run: bool = False
    form: Format = "text"
    contract: ContractOptions | None = None
    mock: MockOptions | None = None
    folder: Path | None = None
    """Where the page of reference goes."""


class _Parser(ArgumentParser):
    """A parser whose errors are worded and reported like all others."""

    def error(self, message: str) -> NoReturn:
        hint = f"See `{self.prog} --help`."
        if match := re.match(r"argument (\S+): invalid choice: '(.*?)'", message):
            option, given = match.groups()
            known = re.findall(r"[\w-]+", message.partition("(choose from")[2])
            message = f"`{given}` is no {option.removeprefix('--').lower()}"
            hint = f"{did_you_mean(given, known)} {hint}"
        message = f"{message.removeprefix('argument ')}."
        raise Unusable(message, hint)


def parse(argv: Sequence[str] | None) -> Options:
    """Read a command line; None stands for the one of this process.

    Raises `Unusable` for one that makes no sense, and `SystemExit` when --help or
    --version has been answered.
    """
    given, unknown = _parser().parse_known_args(argv)
    if unknown:
        message = f"`{unknown[0]}` is not understood here."
        raise Unusable(message, f"See `bothends {given.command or ''} --help`.")
    if given.command is None:
        message = "A command is missing."
        known = did_you_mean("", get_args(Command))
        raise Unusable(message, f"{known} See `bothends --help`.")
    options = _options(given)
    _refuse_contradictions(options)
    return options


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="bothends",
        description=ABOUT,
        epilog=MORE,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version", action="version", version=f"%(prog)s {__version__}"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, (about, description) in HELP.items():
        _add_arguments(
            commands.add_parser(
                command,
                help=about,
                description=description,
                formatter_class=RawDescriptionHelpFormatter,
                allow_abbrev=False,
            ),
            command,
        )
    return parser


def _add_arguments(parser: ArgumentParser, command: Command) -> None:
    match command:
        case "init":
            parser.add_argument("specs", metavar="SPEC", nargs="?", help=_SPEC)
            _add_output(parser)
        case "validate":
            parser.add_argument("specs", metavar="SPEC", nargs="*", help=_SPEC)
            _add_choice_of_jobs(parser)
        case "check":
            _add_package(parser)
            _add_max_loss(parser)
        case "contract":
            add_contract(parser)
            _add_configuration(parser)
        case "mock":
            parser.add_argument("specs", metavar="SPEC", nargs="?", help=_SPEC)
            add_mock(parser)
            _add_choice_of_jobs(parser)
            _add_filters(parser, "serve")
        case "docs":
            parser.add_argument("specs", metavar="SPEC", nargs="?", help=_SPEC)
            parser.add_argument(
                "-o",
                "--output",
                metavar="DIR",
                dest="folder",
                type=Path,
                required=True,
                help="the folder of the page",
            )
            _add_choice_of_jobs(parser)
            _add_filters(parser, "show")
        case "generate":
            _add_package(parser)
            _add_max_loss(parser)
            parser.add_argument(
                "--force",
                action="store_true",
                help="overwrite files even if you have made or edited them",
            )
            parser.add_argument(
                "--no-cache",
                action="store_true",
                help="make all of it anew, with nothing that a run before has kept",
            )
            parser.add_argument(
                "--update-lock",
                action="store_true",
                help="accept what has changed behind URLs that bothends.lock has hashes of",
            )
            parser.add_argument(
                "--report",
                metavar="FILE",
                default="",
                help="write, as JSON, what the types of the package do not say: what is"
                " checked at run time, and what is lost; - prints it as text",
            )
            parser.add_argument(
                "--dry-run",
                action="store_true",
                help="write nothing, say what would be",
            )


def _add_package(parser: ArgumentParser) -> None:
    parser.add_argument("specs", metavar="SPEC", nargs="?", help=_SPEC)
    _add_output(parser)
    _add_choice_of_jobs(parser)
    _add_filters(parser, "make")


def _add_filters(parser: ArgumentParser, verb: str) -> None:
    for option, metavar, about in (
        ("--include-tag", "TAG", f"{verb} operations with this tag"),
        ("--include-path", "PATH", f"{verb} operations of this path, such as '/pets*'"),
        ("--include-operation", "ID", f"{verb} the operation with this operationId"),
    ):
        text = f"{about}; repeatable, and adds to what the job includes"
        parser.add_argument(
            option, metavar=metavar, action="append", default=[], help=text
        )


def _add_max_loss(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--max-loss",
        metavar="N",
        type=_count,
        help="fail if more than N things in the specification are lost",
    )


def _count(text: str) -> int:
    if not text.isdecimal():
        message = f"`{text}` is no number of things"
        raise ArgumentTypeError(message)
    return int(text)


def _add_output(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=Path,
        help="the folder of the package; its name is the package's",
    )


def _add_choice_of_jobs(parser: ArgumentParser) -> None:
    _add_configuration(parser)
    parser.add_argument(
        "--allow-network",
        action="store_true",
        help="let specifications be read from http(s) URLs",
    )
    parser.add_argument(
        "--spec-root",
        metavar="DIR",
        type=Path,
        help="the folder that references to files may not leave (default: the project's)",
    )
    parser.add_argument(
        "--lenient",
        action="store_true",
        help="take problems that do not hinder generation for warnings",
    )
    parser.add_argument(
        "--format",
        choices=get_args(Format),
        default="text",
        help="how problems are printed (default: %(default)s)",
    )


def _add_configuration(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-c",
        "--config",
        metavar="FILE",
        type=Path,
        help="a configuration other than the nearest one, from here upwards",
    )
    parser.add_argument(
        "--job",
        metavar="NAME",
        action="append",
        default=[],
        help="only the job of this name; repeatable",
    )


def _options(given: Namespace) -> Options:
    values = vars(given)
    specs: str | list[str] | None = values["specs"]
    is_contract = given.command == "contract"
    return Options(
        command=given.command,
        specs=tuple([specs] if isinstance(specs, str) else specs or []),
        output=given.output if "output" in values else None,
        config=values.get("config"),
        jobs=tuple(values.get("job", ())),
        tags=() if is_contract else tuple(values.get("include_tag", ())),
        paths=tuple(values.get("include_path", ())),
        operations=() if is_contract else tuple(values.get("include_operation", ())),
        allow_network=values.get("allow_network", False),
        lenient=values.get("lenient", False),
        spec_root=values.get("spec_root"),
        update_lock=values.get("update_lock", False),
        report=values.get("report", ""),
        max_loss=values.get("max_loss"),
        force=values.get("force", False),
        cache=not values.get("no_cache", True),
        dry_run=values.get("dry_run", False),
        form="text" if is_contract else values.get("format", "text"),
        contract=contract_options(values) if is_contract else None,
        mock=mock_options(values) if given.command == "mock" else None,
        folder=values.get("folder"),
    )


def _refuse_contradictions(options: Options) -> None:
    if options.specs and (options.jobs or options.config):
        what = "PACKAGE" if options.command == "contract" else "SPEC"
        message = (
            f"{what} stands for itself, and --config and --job for configured jobs."
        )
        raise Unusable(message, "Give one or the other.")
    if options.command in {"init", "validate", "contract", "mock", "docs"}:
        return
    if options.specs and options.output is None:
        message = "Where is the package to go? There is a SPEC, but no --output."
        raise Unusable(message, "Add `-o DIR`, such as `-o generated/petstore`.")
    if options.output is not None and not options.specs:
        message = "What is the package made from? There is an --output, but no SPEC."
        raise Unusable(message, "Add a SPEC; a configured job has its own output.")
