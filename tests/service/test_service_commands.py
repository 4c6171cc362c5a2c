"""The commands: agents, grants and tokens, and mistakes in their arguments or settings."""

import socket
from dataclasses import dataclass
from pathlib import Path

import jwt
import pytest
from processes import command, environment
from tenants import AUDIENCE, ISSUER, SHARED

from agent_harness_service.cli import main
from agent_harness_service.settings import PREFIX

OUTPUT = """\
acme\tsupport-bot\towner user:ada\tvirtualaccount:robot
"""
OPEN = """\
acme\tsupport-bot\towner user:ada\teveryone
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to."""

    code: int
    output: str
    complaint: str


class Shell:
    """Runs commands in this process, with an environment of its own."""

    def __init__(
        self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]
    ) -> None:
        self._patch = patch
        self._captured = captured

    def set(self, **settings: str) -> None:
        """Set variables of the service."""
        for name, text in settings.items():
            self._patch.setenv(f"{PREFIX}{name.upper()}", text)

    def run(self, line: str) -> Done:
        """Run a command."""
        code = main(line.split())
        printed = self._captured.readouterr()
        return Done(code, printed.out, printed.err)

    def did(self, line: str) -> str:
        """Run a command that must succeed; give what it prints."""
        done = self.run(line)
        assert (done.code, done.complaint) == (0, "")
        return done.output


@pytest.fixture
def bare(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Shell:
    """Give an environment with a database of its own, and nothing else."""
    shell = Shell(monkeypatch, capsys)
    shell.set(database_url=f"sqlite:///{tmp_path}/service.db")
    return shell


@pytest.fixture
def shell(bare: Shell) -> Shell:
    """Give an environment in which everything is set."""
    bare.set(token_secret=SHARED, token_issuer=ISSUER, token_audience=AUDIENCE)
    return bare


def test_agents_and_grants(shell: Shell) -> None:
    shell.did("agent add acme support-bot --owner user:ada")
    shell.did("grant add acme support-bot --subject serviceaccount:robot")
    assert shell.did("agent list acme") == OUTPUT
    shell.did("grant add acme support-bot --everyone")
    assert shell.did("agent list") == OPEN
    shell.did("grant remove acme support-bot --everyone")
    shell.did("grant remove acme support-bot --subject virtualaccount:robot")
    shell.did("agent remove acme support-bot")
    assert shell.did("agent list") == ""


def test_a_token(shell: Shell) -> None:
    printed = shell.did("token mint acme user:ada --slug ada@x --seconds 60").strip()
    claims = jwt.decode(printed, SHARED, ["HS256"], audience=AUDIENCE, issuer=ISSUER)
    assert claims["exp"] - claims["iat"] == 60
    names = ("tenantName", "sub", "subjectType", "subjectSlug")
    assert [claims[each] for each in names] == ["acme", "ada", "user", "ada@x"]


MISTAKES = [
    ("agent add acme support-bot --owner team:x", "'team:x' is not user:ID or"),
    ("agent add acme support-bot --owner ada", "'ada' is not user:ID or"),
    ("agent remove acme nobody", "acme has no agent nobody"),
    ("grant add acme nobody --everyone", "acme has no agent nobody"),
    ("grant remove acme nobody --subject user:ada", "acme has no such grant"),
]


@pytest.mark.parametrize(("line", "message"), MISTAKES)
def test_a_mistake_is_told(line: str, message: str, shell: Shell) -> None:
    done = shell.run(line)
    assert done.code == 1
    assert done.complaint.startswith(message)
    assert done.complaint.count("\n") == 1


def test_an_agent_twice(shell: Shell) -> None:
    line = "agent add acme support-bot --owner user:ada"
    shell.did(line)
    done = shell.run(line)
    assert done.code == 1
    assert done.complaint == "acme has an agent support-bot already\n"


SETTINGS = [
    ({"token_secret": "short"}, "TOKEN_SECRET: Value error, must have at least 32"),
    ({"database_url": "mysql://x/y"}, "DATABASE_URL: Value error, must be of sqlite"),
    ({"database_url": "nothing"}, "DATABASE_URL: Value error, must be a URL"),
    (
        {"token_keys_url": "http://x.test/"},
        "TOKEN_KEYS_URL: Value error, must be https",
    ),
    ({"port": "x"}, "PORT: Input should be a valid integer"),
    ({"server": "gunicorn"}, "SERVER: Input should be 'uvicorn' or 'granian'"),
]


@pytest.mark.parametrize(("more", "message"), SETTINGS, ids=lambda each: str(each)[:20])
def test_a_setting_that_is_wrong(
    bare: Shell, more: dict[str, str], message: str
) -> None:
    bare.set(**more)
    done = bare.run("migrate")
    assert done.code == 2
    assert done.complaint.startswith(f"AGENT_HARNESS_{message}")
    assert "short" not in done.complaint


def test_two_sources_of_keys(bare: Shell) -> None:
    both = {"token_keys_url": "https://x.test", "token_keys_file": "x"}
    bare.set(**both)
    done = bare.run("migrate")
    assert done.code == 2
    assert "exclude each other" in done.complaint


def test_nobody_serves_without_a_way_to_verify_tokens(bare: Shell) -> None:
    done = bare.run("serve")
    assert done.code == 1
    assert "AGENT_HARNESS_TOKEN_SECRET" in done.complaint


def test_nobody_serves_where_somebody_else_does(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        env = environment(database_url=f"sqlite:///{tmp_path}/service.db", port=port)
        done = command("serve", "--dev", env=env)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"127.0.0.1:{port}: Address already in use: "
        "set AGENT_HARNESS_PORT or AGENT_HARNESS_HOST\n"
    )


def test_nobody_signs_without_a_secret(bare: Shell) -> None:
    done = bare.run("token mint acme user:ada")
    assert done.code == 1
    assert "AGENT_HARNESS_TOKEN_SECRET" in done.complaint


def test_a_database_that_is_not_there(shell: Shell) -> None:
    shell.set(database_url="postgresql://x@127.0.0.1:9/x")
    done = shell.run("migrate")
    assert done.code == 1
    assert done.complaint.startswith("the database does not answer")
