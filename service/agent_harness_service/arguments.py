"""The command line: its commands and their arguments."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """What a command line says; each command reads its own part."""

    command: Literal["serve", "migrate", "agent", "grant", "token"]
    action: str = ""
    tenant: str = ""
    name: str = ""
    owner: str = ""
    subject: str = ""
    slug: str = ""
    everyone: bool = False
    seconds: int = 3600
    dev: bool = False


def parse(argv: Sequence[str] | None) -> Options:
    """Read a command line, or print what is wrong with it and exit with 2."""
    return Options(**vars(_parser().parse_args(argv)))


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="agent_harness_service",
        description="The Agent Harness service. Settings come from the environment: "
        "AGENT_HARNESS_...; docs/service.md has the table of them.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the API until told to stop")
    serve.add_argument(
        "--dev",
        action="store_true",
        help="with a tenant, an agent and a token to begin with",
    )
    commands.add_parser("migrate", help="bring the schema of the database up to date")
    _add_agent(commands.add_parser("agent", help="add, list and remove agents"))
    _add_grant(commands.add_parser("grant", help="who may create sessions of an agent"))
    _add_token(commands.add_parser("token", help="tokens for development"))
    return parser


def _add_agent(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add an agent that only its owner may use")
    _add_agent_name(add)
    add.add_argument("--owner", metavar="TYPE:ID", required=True, help="user:ada")
    listing = actions.add_parser("list", help="list agents and who may use them")
    listing.add_argument("tenant", nargs="?", default="")
    remove = actions.add_parser("remove", help="remove an agent; its sessions stay")
    _add_agent_name(remove)


def _add_grant(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, what in (("add", "allow"), ("remove", "allow no more")):
        action = actions.add_parser(name, help=f"{what} to create sessions")
        _add_agent_name(action)
        who = action.add_mutually_exclusive_group(required=True)
        who.add_argument("--subject", metavar="TYPE:ID", default="", help="user:ada")
        who.add_argument(
            "--everyone", action="store_true", help="every subject of the tenant"
        )


def _add_token(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    mint = actions.add_parser("mint", help="sign a token with the secret")
    mint.add_argument("tenant")
    mint.add_argument("subject", metavar="TYPE:ID", help="user:ada")
    mint.add_argument("--slug", default="", help="the name to show (the id)")
    mint.add_argument("--seconds", type=int, default=3600, help="its life (3600)")


def _add_agent_name(parser: ArgumentParser) -> None:
    parser.add_argument("tenant")
    parser.add_argument("name", help="of the agent")
