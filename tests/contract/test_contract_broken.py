"""Where the two ends do not agree, the contract says so, and where."""

from pathlib import Path

import pytest
from broken import copy, found, tried

from bothends.problems import Unusable

BROKEN = {
    "another path": (
        "operations.py",
        'path="/v1/agents/sessions"',
        'path="/v1/agents/session"',
        "package, operation: the package has create_session POST /v1/agents/session",
    ),
    "another method": (
        "operations.py",
        'method="POST"',
        'method="PUT"',
        "package, operation: the package has create_session PUT /v1/agents/sessions",
    ),
    "no such operation": (
        "operations.py",
        "def create_session()",
        "def make_session()",
        "package, operation: the package has no such operation",
    ),
    "a model that is not there": (
        "operations.py",
        "Json(models.CreateSessionRequest)",
        "Json(models.Gone)",
        "package, operation: it cannot be made: AttributeError",
    ),
    "another model": (
        "operations.py",
        "Json(models.CreateSessionRequest)",
        "Json(models.Session)",
        "request, typical call: the body (application/json) is required, but the package's",
    ),
    "a body that may be left out": (
        "operations.py",
        "Json(models.CreateSessionRequest),), required=True",
        "Json(models.CreateSessionRequest),)",
        "package, definition: the body is not required",
    ),
    "a body that the client forgets": (
        "raw.py",
        '{"body": body}',
        '{"body": None}',
        "request, typical call: the client refuses to send it",
    ),
    "no credentials": (
        "operations.py",
        "security=((Use(AUTHORIZATION_BEARER),),),",
        "",
        "package, definition: the security is [], not [{'AuthorizationBearer': ()}]",
    ),
    "a status that is not known": (
        "operations.py",
        "409: Reply((Json(models.RequestErrorResponse),), error=errors.RequestError),",
        "",
        "package, definition: the response 409 is missing",
    ),
    "a failure that is returned": (
        "operations.py",
        "404: Reply((Json(models.RequestErrorResponse),), error=errors.RequestError)",
        "404: Reply((Json(models.RequestErrorResponse),))",
        "package, definition: the response 404 is returned",
    ),
    "a keyword that is not checked": (
        "models.py",
        "max_length=255",
        "max_length=1255",
        "refusal, wrong application/json: a body that breaks `maxLength` at /agent_name",
    ),
    "a reader that loses something": (
        "_runtime/arguments.py",
        "content.decode(data, ",
        "content.decode(data.replace(b'text', b'test'), ",
        "request, typical call: of the body (application/json)",
    ),
    "a server that fails": (
        "_runtime/arguments.py",
        "    violations: list[Violation] = []\n",
        "    violations: list[Violation] = []\n    raise OSError('disk')\n",
        "request, typical call: it did not reach the handler",
    ),
    "a server without the operation": (
        "server.py",
        "operations.create_session(),",
        "",
        "request, typical call: it did not reach the handler",
    ),
    "an application that cannot be made": (
        "server.py",
        "    return application(",
        "    raise ValueError('no')\n    return application(",
        "package, operation: the server cannot be made: ValueError: no",
    ),
}


@pytest.mark.parametrize(
    ("page", "old", "new", "expected"), BROKEN.values(), ids=BROKEN
)
def test_what_is_broken_is_found(
    page: str, old: str, new: str, expected: str, tmp_path: Path
) -> None:
    contract = tried(copy(tmp_path, page, old, new))
    assert contract.failed
    assert any(each.startswith(expected) for each in found(contract)), found(contract)


def test_a_failure_shows_the_exchange(tmp_path: Path) -> None:
    page, old, new, _ = BROKEN["a server that fails"]
    contract = tried(copy(tmp_path, page, old, new))
    [cell] = [
        each for each in contract.results[0].cells if each.label == "typical call"
    ]
    details = dict(cell.failures[0].details)
    assert details["sent"] == '{"body": {"agent_name": "text"}}'
    assert details["request"].startswith(
        "curl -X POST http://contract.test/v1/agents/sessions"
        " -H 'authorization: Bearer credential-of-AuthorizationBearer'"
    )
    assert details["answer"].startswith("500 ")
    assert details["server"] == "OSError: disk"
    assert details["client"].startswith("UnexpectedResponse: 500")


@pytest.mark.parametrize("page", ["operations.py", "__init__.py"])
def test_a_package_that_cannot_be_imported_is_a_mistake(
    page: str, tmp_path: Path
) -> None:
    future = "from __future__ import annotations\n"
    package = copy(tmp_path, page, future, f"{future}import no_such_module\n")
    with pytest.raises(Unusable, match="cannot be imported: ModuleNotFoundError"):
        tried(package)
