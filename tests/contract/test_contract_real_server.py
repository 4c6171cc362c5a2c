"""A real server with credentials and data of its own: how both are given, and what is told."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from broken import PACKAGE, found
from harness import CREDENTIAL, TENANT, Answer, Tokens, created, failure, refused
from socket_server import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from agent_harness import CreateSessionRequest, GetSessionResponse
from agent_harness.server import create_app
from bothends.cli import main
from bothends.contract import (
    Choice,
    Contract,
    Server,
    as_json,
    as_junit,
    contract,
    matrix,
)
from bothends.problems import Unusable
from bothends.report.terminal import Screen

SUPPORT = {"create_session": {"body": {"agent_name": "support-bot"}}}


class Agents:
    """Knows one agent."""

    async def create_session(self, body: CreateSessionRequest) -> GetSessionResponse:
        """Answer a call."""
        if body.agent_name != "support-bot":
            raise failure(404, "Agent not found.")
        return created()


@pytest.fixture
def url() -> Iterator[str]:
    """Serve the generated server below a path of its own; give where the API is."""
    app = create_app(Agents(), auth=Tokens(), invalid=refused)
    with serving(Starlette(routes=[Mount("/behind/a/proxy", app)])) as place:
        yield f"{place}/behind/a/proxy/{TENANT}"


def asked(url: str, **options: Any) -> Contract:
    """Ask a server with a few values."""
    return contract(str(PACKAGE), Choice(limit=4), Server(url, **options))


def unseen(kept: Contract) -> list[str]:
    """List the responses that no request was answered with."""
    return [cell.label for result in kept.results for cell in result.unproven]


def told(kept: Contract) -> str:
    """Print the matrix."""
    return matrix(kept, Screen(width=200))


def test_what_cannot_be_provoked_is_no_failure(url: str) -> None:
    kept = asked(url, token=CREDENTIAL)
    assert not found(kept)
    assert unseen(kept) == [f"{each} application/json" for each in (201, 403, 409)]
    text = told(kept)
    assert (
        "unseen create_session  POST /v1/agents/sessions: 201 application/json" in text
    )
    assert "= hint: " in text
    cells = json.loads(as_json([kept]))["operations"][0]["cells"]
    causes = {each["label"]: each["cause"] for each in cells if each["cause"]}
    assert causes["201 application/json"] == "server"
    assert 'type="server"' in as_junit([kept])


def test_a_value_that_the_server_knows_is_answered_with_a_success(url: str) -> None:
    kept = asked(url, token=CREDENTIAL, values=SUPPORT)
    assert not found(kept)
    assert "201 application/json" not in unseen(kept)
    assert "= hint: " not in told(kept)


@pytest.mark.parametrize("end", ["", "/"])
def test_a_path_of_the_server_stands_before_every_path(url: str, end: str) -> None:
    assert not found(asked(url + end, token=CREDENTIAL, values=SUPPORT))


def test_without_credentials_nothing_is_asked(url: str) -> None:
    kept = asked(url)
    assert kept.failed
    assert "unasked create_session" in told(kept)
    assert "none are given for AuthorizationBearer" in told(kept)


def test_wrong_credentials_are_told_from_what_is_refused(url: str) -> None:
    failures = found(asked(url, token=f"not {CREDENTIAL}"))
    assert failures[0].startswith("request, typical call: it is not let in")


def test_a_header_can_let_in() -> None:
    headers = {"Authorization": f"Bearer {CREDENTIAL}"}
    app = create_app(Answer(created()), auth=Tokens(), invalid=refused)
    with serving(app) as place:
        kept = asked(f"{place}/{TENANT}", headers=headers)
    assert not found(kept)
    assert "without credentials" in unseen(kept)


def test_a_refusal_in_other_words_is_found() -> None:
    app = create_app(Agents(), auth=Tokens())
    with serving(app) as place:
        failures = found(asked(f"{place}/{TENANT}", token=CREDENTIAL, values=SUPPORT))
    what = "the media type 'application/problem+json' is not documented for 422"
    assert any(each.endswith(what) for each in failures)
    assert not any(each.startswith("request") for each in failures)


def test_what_is_wrong_with_a_body_is_told() -> None:
    body = created().model_dump(mode="json", by_alias=True)
    body["data"]["id"] = 7

    async def page(request: Request) -> Response:
        await request.body()
        return JSONResponse(body, 201)

    app = Starlette(routes=[Route("/{path:path}", page, methods=["POST"])])
    with serving(app) as place:
        failures = found(asked(place, token=CREDENTIAL))
    where = "the schema of 201 application/json: at /data/id: 7 is not of type 'string'"
    assert failures[0] == f"request, typical call: the body is not valid by {where}"


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ([], "Values are an object of objects"),
        ({"create_session": 1}, "Values are an object of objects"),
        ({"create_sesion": {}}, "`create_sesion`, which is no operation"),
        ({"create_session": {"bdy": 1}}, "`bdy`, which `create_session` does not take"),
        ({"*": {"bdy": 1}}, "`bdy`, which no operation takes"),
        (
            {"create_session": {"body": {"agent_name": ""}}},
            "The value of `body` for `create_session` is not valid: at /agent_name: ",
        ),
    ],
    ids=repr,
)
def test_values_that_do_not_fit_are_a_mistake(values: Any, what: str) -> None:
    with pytest.raises(Unusable, match=r".*") as raised:
        asked("http://127.0.0.1:9", token=CREDENTIAL, values=values)
    assert what in str(raised.value)


def on_the_command_line(
    url: str, environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> int:
    """Run the command in an environment."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return main(["contract", str(PACKAGE), "--server", url, "--limit", "2"])


def test_the_token_may_be_in_the_environment(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {"BOTHENDS_TOKEN": CREDENTIAL}
    assert on_the_command_line(url, environment, monkeypatch) == 0
    assert "1 operation passed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("BOTHENDS_BASIC", "nobody", "$BOTHENDS_BASIC: a name, `:` and a value"),
        ("BOTHENDS_API_KEY", "key", "$BOTHENDS_API_KEY: a name, `=` and a value"),
        ("BOTHENDS_API_KEY", "a=1\nb=2", "No security scheme has the API key `a`."),
    ],
)
def test_a_variable_that_makes_no_sense_is_a_mistake(
    name: str,
    value: str,
    what: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert on_the_command_line("http://127.0.0.1:9", {name: value}, monkeypatch) == 2
    assert what in capsys.readouterr().err


def test_the_values_may_be_in_a_file(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "values.json"
    file.write_text(json.dumps(SUPPORT))
    arguments = ["--server", url, "--token", CREDENTIAL, "--values", str(file)]
    output = ["--format", "json", "--limit", "2"]
    assert main(["contract", str(PACKAGE), *arguments, *output]) == 0
    (operation,) = json.loads(capsys.readouterr().out)["operations"]
    assert operation["repeat"].endswith(f"--values {file}")


@pytest.mark.parametrize(
    ("text", "what"),
    [(None, "cannot be read: "), ("{\n  1}", "values.json:2:3 is no JSON: ")],
)
def test_a_file_that_is_none_is_a_mistake(
    text: str | None, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "values.json"
    if text is not None:
        file.write_text(text)
    arguments = ["--server", "http://127.0.0.1:9", "--values", str(file)]
    assert main(["contract", str(PACKAGE), *arguments]) == 2
    assert what in capsys.readouterr().err
