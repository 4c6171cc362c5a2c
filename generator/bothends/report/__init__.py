"""Problems in the words of whoever reads them: a person, a script, GitHub, or a scanner.

text    `FILE:LINE:COLUMN: error[RULE]: MESSAGE` and a hint; on a terminal the source line
json    an object: `version` (1), `errors` and `warnings` (how many), and `problems`, a
        list of objects with `file`, `line`, `column` (both from 1), `severity` ("error"
        or "warning"), `rule`, `message` and `hint`. A problem that is in no file, such
        as a full disk, has null for the three; its rule is "unusable".
github  workflow commands, which GitHub shows as annotations of a pull request
sarif   SARIF 2.1.0 (OASIS), for code scanning
"""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from bothends._version import __version__
from bothends.problems import Position, Problem, Severity, Unusable
from bothends.report.fidelity import counts, fidelity_json, fidelity_text
from bothends.report.listing import listing
from bothends.report.terminal import Colour, Screen
from bothends.text import visible

__all__ = [
    "Format",
    "counts",
    "fidelity_json",
    "fidelity_text",
    "from_unusable",
    "report",
    "summary",
]

Format = Literal["text", "json", "github", "sarif"]

_NOWHERE = Position("", 0, 0)
_COLOURS: dict[Severity, Colour] = {"error": "red", "warning": "yellow"}


def from_unusable(mistake: Unusable) -> Problem:
    """Make a problem, which can be reported among others, of what lies in no file."""
    return Problem(_NOWHERE, "unusable", mistake.message, mistake.hint)


def report(
    problems: Iterable[Problem], form: Format, screen: Screen | None = None
) -> str:
    """Write all problems in one form, sorted, each of them once.

    Ends in a newline. With no problems, text and github are empty, and the others are
    documents that say so.
    """
    found = sorted(set(problems))
    match form:
        case "text":
            return _text(found, screen or Screen())
        case "json":
            return _json(found)
        case "github":
            return _github(found)
        case "sarif":
            return _sarif(found)


def summary(problems: Iterable[Problem]) -> str:
    """Count: `2 errors, 1 warning`."""
    counts = _counts(problems)
    words = [
        f"{count} {severity}{'' if count == 1 else 's'}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(words) or "no problems"


def _counts(problems: Iterable[Problem]) -> dict[Severity, int]:
    severities = [problem.severity for problem in problems]
    return {each: severities.count(each) for each in ("error", "warning")}


def _text(problems: Sequence[Problem], screen: Screen) -> str:
    lines = [line for problem in problems for line in _entry(problem, screen)]
    if any(problem.position != _NOWHERE for problem in problems):
        lines.append(summary(problems))
    return "".join(f"{line}\n" for line in lines)


def _entry(problem: Problem, screen: Screen) -> list[str]:
    place, rule = f"{problem.position}: ", f"[{problem.rule}]"
    if problem.position == _NOWHERE:
        place, rule = "", ""
    kind = screen.paint(f"{problem.severity}{rule}", _COLOURS[problem.severity])
    lines = [
        f"{screen.paint(visible(place), 'bold')}{kind}: {visible(problem.message)}"
    ]
    if screen.is_terminal and problem.position.text.strip():
        lines += listing(problem.position, screen)
    if problem.hint:
        lines.append(f"  {screen.paint('= hint:', 'cyan')} {visible(problem.hint)}")
    return lines


def _json(problems: Sequence[Problem]) -> str:
    counts = _counts(problems)
    content = {
        "version": 1,
        "errors": counts["error"],
        "warnings": counts["warning"],
        "problems": [
            {
                "file": problem.position.file or None,
                "line": problem.position.line or None,
                "column": problem.position.column or None,
                "severity": problem.severity,
                "rule": problem.rule,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in problems
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def _github(problems: Sequence[Problem]) -> str:
    return "".join(f"{_annotation(problem)}\n" for problem in problems)


def _annotation(problem: Problem) -> str:
    """Write a workflow command; its values are escaped, or they would be commands too."""
    position = problem.position
    values = {"title": problem.rule}
    if position != _NOWHERE:
        file = _in_repository(position.file)
        place = {"file": file, "line": str(position.line), "col": str(position.column)}
        values = {**place, **values}
    properties = ",".join(
        f"{name}={_escaped(visible(value)).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in values.items()
    )
    text = _escaped("\n".join(map(visible, _message(problem))))
    return f"::{problem.severity} {properties}::{text}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _message(problem: Problem) -> list[str]:
    return [text for text in (problem.message, problem.hint) if text]


def _in_repository(file: str) -> str:
    """Spell a path as GitHub knows it, from the top of the repository."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    path = Path(file).absolute()
    if workspace and path.is_relative_to(workspace):
        return path.relative_to(workspace).as_posix()
    return file


def _sarif(problems: Sequence[Problem]) -> str:
    rules = sorted({problem.rule for problem in problems})
    driver = {
        "name": "bothends",
        "semanticVersion": __version__,
        "rules": [
            {"id": rule, "shortDescription": {"text": rule.replace("-", " ")}}
            for rule in rules
        ],
    }
    results = [_result(problem, rules.index(problem.rule)) for problem in problems]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(content, indent=2) + "\n"


def _result(problem: Problem, rule: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": problem.rule,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": "\n".join(_message(problem))},
    }
    position = problem.position
    if position != _NOWHERE:
        region = {"startLine": position.line, "startColumn": position.column}
        place = {"artifactLocation": {"uri": _uri(position.file)}, "region": region}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _uri(file: str) -> str:
    """Spell a path as a URI reference (RFC 3986 section 4.1); leave a URL as it is."""
    if file.startswith(("http://", "https://")):
        return file
    path = Path(_in_repository(file))
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
