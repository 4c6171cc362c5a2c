"""What a generated package needs, and when it loads it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import agent_harness
from bothends.names import FACE

GENERATED = Path(__file__).parents[2] / "generated"
MODULES = sorted(GENERATED.rglob("*.py"))
EVERYWHERE = {"pydantic", "pydantic_core", "typing_extensions"}
CLIENT = {
    "client.py",
    "_runtime/addresses.py",
    "_runtime/aiohttp_transport.py",
    "_runtime/answers.py",
    "_runtime/async_client.py",
    "_runtime/client.py",
    "_runtime/connection.py",
    "_runtime/engines.py",
    "_runtime/options.py",
    "_runtime/pager.py",
    "_runtime/plain_transport.py",
    "_runtime/redaction.py",
    "_runtime/resumption.py",
    "_runtime/retries.py",
    "_runtime/sending.py",
    "_runtime/transport.py",
}
AWAITING = {
    "_runtime/async_client.py",
    "_runtime/keyring.py",
    "_runtime/threads.py",
}
"""These use anyio, which httpx2 and Starlette both stand on, where a call is awaited."""
SERVER = {
    "server.py",
    "_runtime/admission.py",
    "_runtime/arguments.py",
    "_runtime/endpoint.py",
    "_runtime/handlers.py",
    "_runtime/incoming.py",
    "_runtime/pages.py",
    "_runtime/receiving.py",
    "_runtime/server.py",
    "_runtime/streaming.py",
    "_runtime/writing.py",
}


def name(path: Path) -> str:
    """Name a module of a package, without the package."""
    return Path(*path.relative_to(GENERATED).parts[1:]).as_posix()


def libraries(path: Path) -> Iterator[str]:
    """List the foreign libraries that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [str(node.module)]
        for each in names:
            library = each.partition(".")[0]
            if library not in sys.stdlib_module_names:
                yield library


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_package_needs_pydantic_and_one_library_for_each_end(path: Path) -> None:
    allowed = set(EVERYWHERE)
    allowed |= {"httpx2"} if name(path) in CLIENT else set()
    allowed |= {"anyio"} if name(path) in AWAITING else set()
    allowed |= {"starlette"} if name(path) in SERVER else set()
    assert set(libraries(path)) <= allowed


def loaded_by(statement: str) -> set[str]:
    """Tell which libraries are loaded once a fresh interpreter has run a statement."""
    libraries = {"aiohttp", "anyio", "httpx2", "pydantic", "starlette"}
    watched = {*libraries, "bothends", "jinja2", "yaml"}
    code = f"import sys\n{statement}\nprint(*{watched} & {{*sys.modules}})"
    return set(printed(code).split())


def printed(code: str) -> str:
    """Run code in a fresh interpreter; give what it prints."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PYTHONPATH": str(GENERATED)},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


LOADED: list[tuple[str, set[str]]] = [
    ("import agent_harness", set()),
    ("import agent_harness; dir(agent_harness)", set()),
    ("from agent_harness import AgentHarnessApi", set()),
    ("from agent_harness import Session", {"pydantic"}),
    ("from agent_harness import RequestError", set()),
    ("from agent_harness import Client", {"httpx2"}),
    ("from agent_harness import AsyncClient; AsyncClient(token='t')", {"httpx2"}),
    ("from agent_harness import AiohttpTransport", {"httpx2"}),
    ("from agent_harness import create_app", {"pydantic", "starlette", "anyio"}),
]


@pytest.mark.parametrize(("statement", "libraries"), LOADED)
def test_nothing_is_loaded_that_is_not_asked_for(
    statement: str, libraries: set[str]
) -> None:
    assert loaded_by(statement) == libraries


def modules_of(statement: str) -> set[str]:
    """Tell which modules of the package are loaded by a statement, without the runtime's."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    names = [each.split(".") for each in printed(code).split()]
    return {".".join(each[1:]) for each in names if each[0] == "agent_harness"} - {""}


def test_a_client_loads_what_it_calls_with_when_it_calls() -> None:
    made = modules_of("from agent_harness import Client; Client(token='t')")
    assert {each for each in made if not each.startswith("_runtime")} == {"client"}
    heavy = {"client", "content", "engines", "operation", "sending", "tolerance"}
    assert not made & {f"_runtime.{each}" for each in heavy}


def test_a_package_gives_what_it_says() -> None:
    assert dir(agent_harness) == sorted(agent_harness.__all__)
    for each in agent_harness.__all__:
        assert getattr(agent_harness, each).__name__ == each
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(agent_harness, "nothing".lower())


@pytest.mark.parametrize(
    "page", ["api.py", "client.py", "errors.py", "models.py", "raw.py"]
)
def test_no_model_has_the_name_of_what_is_imported_beside_it(page: str) -> None:
    cases = Path(__file__).parents[1] / "goldens/cases"
    pages = [*cases.glob(f"*/expected/{page}")]
    imported = {each for path in pages for each in _classes(path)}
    assert imported <= FACE
    assert imported


def _classes(path: Path) -> Iterator[str]:
    """List the classes that a page imports, and that are not of the description itself."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module not in _DESCRIBED:
            names = (each.asname or each.name for each in node.names)
            yield from (name for name in names if re.match("[A-Z][a-z]", name))


_DESCRIBED = {"api", "errors", "models", "raw"}
