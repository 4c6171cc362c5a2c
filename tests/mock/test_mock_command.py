"""The command `bothends mock`: what it prints, how it ends, and what can be wrong with it."""

import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mocks import SPEC
from project import Run, stand_in

MAIN = "import sys; from bothends.cli import main; sys.exit(main())"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    yield from stand_in(tmp_path / "shop", monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@contextmanager
def mocking(*argv: str) -> Generator["subprocess.Popen[str]"]:
    """Start the command; whatever happens, it is ended."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", MAIN, "mock", "--port", "0", *argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().rstrip("\n")


def test_the_configured_api_is_served_until_ctrl_c() -> None:
    with mocking() as process:
        where, page, call = (line_of(process) for _ in range(3))
        url = where.partition(" ")[0]
        assert where == f"{url} answers as spec/pets.yaml says; Ctrl-C ends it"
        assert page == f"{url}/docs is a page to try it out"
        assert call == f"curl {url}/pets/text"
        assert httpx_get(url + "/docs") == 200
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "", "")
    assert not list(Path.cwd().glob("generated"))


def test_the_line_for_the_shell_works() -> None:
    Path("shop.yaml").write_text(SPEC)
    with mocking("shop.yaml", "--include-operation", "putPet") as process:
        call = [line_of(process) for _ in range(3)][-1]
        words = shlex.split(call)
        assert words[:3] == ["curl", "-X", "PUT"]
        assert "Authorization: Bearer any" in words
        done = subprocess.run(
            [*words, "-s"], capture_output=True, text=True, check=True
        )
        assert '"name":"Bello"' in done.stdout


def test_an_example_that_does_not_fit_is_named_at_the_start() -> None:
    Path("shop.yaml").write_text(SPEC)
    with mocking("shop.yaml") as process:
        line_of(process)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert "shop.yaml:59:31: warning[example-type]" in err


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("mock", "--port", port)
    assert result.code == 2
    assert f"127.0.0.1:{port} cannot be served at" in result.err
    assert "`--port 0` takes any port" in result.err


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["mock", "--port", "70000"], "`70000` is no port"),
        (["mock", "nowhere.yaml"], "nowhere.yaml"),
        (["mock", "--host", "no.such.host.invalid"], "cannot be served at"),
        (["mock", "--job", "cats"], "There is no job `cats`."),
    ],
)
def test_what_cannot_be_is_told(run: Run, argv: list[str], told: str) -> None:
    result = run(*argv)
    assert result.code == 2
    assert told in result.err


def test_a_mock_is_of_one_job(run: Run) -> None:
    config = Path("bothends.toml")
    more = '[jobs.more]\nspec = "spec/pets.yaml"\noutput = "generated/more"\n'
    config.write_text(config.read_text() + more)
    result = run("mock")
    assert result.code == 2
    assert "There are 2 jobs, and one is wanted." in result.err


def test_what_is_wrong_with_a_description_is_told(run: Run) -> None:
    spec = Path("spec/pets.yaml")
    spec.write_text(spec.read_text().replace("in: path", "in: nowhere"))
    result = run("mock", "--port", "0")
    assert result.code == 2
    assert "spec/pets.yaml:8:" in result.err


def test_what_it_needs_and_is_not_there_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = run("mock", "--port", "0")
    assert result.code == 2
    assert "The mock needs uvicorn, which is not installed." in result.err
    assert "pip install 'bothends[mock]'" in result.err


def test_it_needs_no_client() -> None:
    code = "import sys; sys.modules['httpx2'] = None; from bothends.cli import main"
    command = f"{code}; sys.exit(main(['mock', '--port', '0']))"
    with subprocess.Popen(
        [sys.executable, "-c", command], stdout=subprocess.PIPE, text=True
    ) as process:
        assert "answers as" in line_of(process)
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0


def httpx_get(url: str) -> int:
    import httpx2

    return httpx2.get(url).status_code
