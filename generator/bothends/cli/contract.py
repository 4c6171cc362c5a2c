"""The command `contract`: its arguments, and what it does."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from json import JSONDecodeError
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from bothends.cli.progress import Progress
from bothends.problems import Unusable
from bothends.records import dataclass
from bothends.report.terminal import screen

if TYPE_CHECKING:
    from bothends.contract import Contract

Form = Literal["text", "json", "junit"]

_TOKEN, _BASIC, _API_KEY = "BOTHENDS_TOKEN", "BOTHENDS_BASIC", "BOTHENDS_API_KEY"
"""Variables of the environment for credentials, which others see on a command line."""
_EXTRA = "Install what it needs: `pip install 'bothends[contract]'`."


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What the command line says of a real server."""

    url: str
    token: str | None
    basic: tuple[str, str] | None
    api_keys: Mapping[str, str]
    headers: Mapping[str, str]
    safe_only: bool
    bound: int
    values: Path | None


@dataclass(frozen=True, slots=True)
class ContractOptions:
    """What the command line says of a contract, besides the packages."""

    seed: int
    limit: int
    operations: tuple[str, ...]
    tags: tuple[str, ...]
    form: Form
    json: Path | None
    junit: Path | None
    verbose: bool
    no_color: bool
    server: ServerOptions | None


def add_contract(parser: ArgumentParser) -> None:
    """Add the arguments of the command, without those that choose jobs."""
    parser.add_argument(
        "specs",
        metavar="PACKAGE",
        nargs="*",
        help="the folder or the name of a generated package; without, those of the jobs",
    )
    parser.add_argument(
        "--include-operation",
        "--operation",
        metavar="ID",
        action="append",
        default=[],
        help="try this operation, by its name or operationId, with wildcards; repeatable",
    )
    parser.add_argument(
        "--include-tag",
        metavar="TAG",
        action="append",
        default=[],
        help="try the operations with this tag; repeatable",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=int,
        default=0,
        help="draw other values (default: %(default)s)",
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=_positive,
        default=24,
        help="how many values to draw from a schema (default: %(default)s)",
    )
    parser.add_argument(
        "--verbose",
        action="store_true",
        help="print the whole matrix: every case of every operation",
    )
    parser.add_argument("--no-color", action="store_true", help="print without colour")
    for name in ("json", "junit"):
        parser.add_argument(
            f"--{name}",
            metavar="FILE",
            type=Path,
            help=f"write the matrix to a file, too, as {name}",
        )
    parser.add_argument(
        "--format",
        choices=get_args(Form),
        default="text",
        help="how the matrix is printed (default: %(default)s)",
    )
    _add_server(parser)


def _add_server(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("a real server")
    group.add_argument(
        "--server",
        metavar="URL",
        help="call this server and no other: its answers must obey the description",
    )
    group.add_argument(
        "--token",
        help=f"the token of every scheme that takes one (default: ${_TOKEN})",
    )
    group.add_argument(
        "--basic",
        metavar="USER:PASSWORD",
        type=_pair(":"),
        help=f"for http basic (default: ${_BASIC})",
    )
    group.add_argument(
        "--api-key",
        metavar="NAME=VALUE",
        type=_pair("="),
        action="append",
        default=[],
        help="an API key, by its scheme or its header or parameter; repeatable "
        f"(default: ${_API_KEY}, one a line)",
    )
    group.add_argument(
        "--header",
        metavar="NAME=VALUE",
        type=_pair("="),
        action="append",
        default=[],
        help="a header for every request; repeatable",
    )
    group.add_argument(
        "--values",
        metavar="FILE",
        type=Path,
        help="JSON: for an operation, or `*`, what its arguments and its `body` are to be, "
        'such as {"get_pet": {"petId": "p1"}}',
    )
    group.add_argument(
        "--safe-only",
        action="store_true",
        help="call only what changes nothing: GET, HEAD and OPTIONS",
    )
    group.add_argument(
        "--max-requests",
        metavar="N",
        type=_positive,
        default=0,
        help="send no more requests than this",
    )


def contract_options(values: Mapping[str, Any]) -> ContractOptions:
    """Read the arguments that were given."""
    return ContractOptions(
        seed=values["seed"],
        limit=values["limit"],
        operations=tuple(values["include_operation"]),
        tags=tuple(values["include_tag"]),
        form=values["format"],
        json=values["json"],
        junit=values["junit"],
        verbose=values["verbose"],
        no_color=values["no_color"],
        server=_server(values),
    )


def _server(values: Mapping[str, Any]) -> ServerOptions | None:
    if values["server"]:
        return ServerOptions(
            url=values["server"],
            token=values["token"] or environ.get(_TOKEN) or None,
            basic=values["basic"] or _from_environment(_BASIC, ":"),
            api_keys=dict(values["api_key"] or _api_keys()),
            headers=dict(values["header"]),
            safe_only=values["safe_only"],
            bound=values["max_requests"],
            values=values["values"],
        )
    names = ("token", "basic", "api_key", "header", "values", "safe_only")
    for name in (*names, "max_requests"):
        if values[name]:
            message = (
                f"--{name.replace('_', '-')} is of a real server, and none is named."
            )
            raise Unusable(message, "Add `--server URL`.")
    return None


def _api_keys() -> list[tuple[str, str]]:
    return [_read(_API_KEY, line, "=") for line in environ.get(_API_KEY, "").split()]


def _from_environment(name: str, separator: str) -> tuple[str, str] | None:
    text = environ.get(name, "")
    return _read(name, text, separator) if text else None


def _read(name: str, text: str, separator: str) -> tuple[str, str]:
    try:
        return _pair(separator)(text)
    except ArgumentTypeError as error:
        raise Unusable(f"${name}: {error}.") from error


def _table(file: Path | None) -> Any:
    """Read the values for a server."""
    if file is None:
        return None
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}."
        raise Unusable(message) from error
    except JSONDecodeError as error:
        message = f"{file}:{error.lineno}:{error.colno} is no JSON: {error.msg}."
        raise Unusable(message) from error
    except (UnicodeDecodeError, RecursionError) as error:
        message = f"{file} is no JSON."
        raise Unusable(message) from error


def run_contract(packages: Sequence[str], options: ContractOptions) -> int:
    """Try each package and tell what came of it; gives the exit code."""
    try:
        from bothends import contract as room
    except ModuleNotFoundError as error:
        message = f"The contract needs {error.name}, which is not installed."
        raise Unusable(message, _EXTRA) from error
    contracts: list[Contract] = []
    at = options.server
    server = None
    if at:
        server = room.Server(
            url=at.url,
            token=at.token,
            basic=at.basic,
            api_keys=at.api_keys,
            headers=at.headers,
            safe_only=at.safe_only,
            bound=at.bound,
            values=_table(at.values),
            values_file=str(at.values or ""),
        )
    choice = room.Choice(options.seed, options.limit, options.operations, options.tags)
    for package in packages:
        with Progress().step("contract", package):
            contracts.append(room.contract(package, choice, server))
    if options.json:
        _write(options.json, room.as_json(contracts))
    if options.junit:
        _write(options.junit, room.as_junit(contracts))
    match options.form:
        case "json":
            sys.stdout.write(room.as_json(contracts))
        case "junit":
            sys.stdout.write(room.as_junit(contracts))
        case "text":
            look = screen(sys.stdout)
            look = replace(look, colour=False) if options.no_color else look
            for each in contracts:
                sys.stdout.write(room.matrix(each, look, verbose=options.verbose))
    return int(any(each.failed for each in contracts))


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}."
        raise Unusable(message) from error


def _pair(separator: str) -> Callable[[str], tuple[str, str]]:
    def pair(text: str) -> tuple[str, str]:
        name, found, value = text.partition(separator)
        if not name or not found:
            message = f"a name, `{separator}` and a value are expected"
            raise ArgumentTypeError(message)
        return name, value

    return pair


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        message = f"`{text}` is no positive number"
        raise ArgumentTypeError(message)
    return int(text)
