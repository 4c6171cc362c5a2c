"""Read the arguments of a handler from a request, strictly: what the API forbids is refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request

from .content import Content, matching
from .operation import Body, Operation
from .parameters import Parameter
from .problem import Refused, RequestProblem, Violation, violations_of
from .styles import ABSENT
from .text import utf8

Arguments = dict[str, Any]


async def read_arguments(
    operation: Operation[Any], request: Request, path: Mapping[str, str]
) -> Arguments:
    """Give the arguments by name, those left out that are absent; raises `Refused`."""
    violations: list[Violation] = []
    arguments = _read_parameters(operation.parameters, request, path, violations)
    if operation.body:
        arguments |= await _read_body(operation.body, request, violations)
    if violations:
        detail = "; ".join(map(str, violations))
        raise Refused(RequestProblem(422, "invalid-request", detail, tuple(violations)))
    return arguments


def _read_parameters(
    parameters: Sequence[Parameter],
    request: Request,
    path: Mapping[str, str],
    violations: list[Violation],
) -> Arguments:
    if not parameters:
        return {}
    query = [
        part
        for part in request.scope["query_string"].decode("latin-1").split("&")
        if part
    ]
    cookies = [
        part.strip()
        for part in utf8(request.headers.get("cookie", "")).split(";")
        if part
    ]
    arguments: Arguments = {}
    for parameter in parameters:
        try:
            value = _read_parameter(parameter, request, path, query, cookies)
        except ValidationError as error:
            place, name = parameter.place, (parameter.name,)
            violations += violations_of(place, error.errors(include_url=False), name)
            continue
        if value is not ABSENT:
            arguments[parameter.argument] = value
        elif parameter.required:
            violations.append(
                Violation(
                    parameter.place, (parameter.name,), "This parameter is required"
                )
            )
    return arguments


def _read_parameter(
    parameter: Parameter,
    request: Request,
    path: Mapping[str, str],
    query: Sequence[str],
    cookies: Sequence[str],
) -> Any:
    match parameter.place:
        case "path":
            return parameter.read_text(path[parameter.name])
        case "query":
            return parameter.read(query)
        case "cookie":
            return parameter.read(cookies)
        case "header":
            texts = request.headers.getlist(parameter.name)
            text = ",".join(map(utf8, texts))
            return parameter.read_text(text) if texts else parameter.read(None)


async def _read_body(
    body: Body, request: Request, violations: list[Violation]
) -> Arguments:
    data = await request.body()
    if not data and "content-type" not in request.headers:
        if body.required:
            violations.append(Violation("body", (), "A body is required"))
        return {}
    content = _content(body, request)
    try:
        media_type = request.headers.get("content-type", "")
        return {"body": content.decode(data, media_type, strict=True)}
    except ValidationError as error:
        errors = error.errors(include_url=False)
        if errors[0]["type"] == "json_invalid":
            raise Refused(
                RequestProblem(400, "malformed-body", errors[0]["msg"])
            ) from error
        violations += violations_of("body", errors)
    except UnicodeDecodeError as error:
        raise Refused(RequestProblem(400, "malformed-body", str(error))) from error
    return {}


def _content(body: Body, request: Request) -> Content:
    """Find the codec for the request's media type; without one it is the first documented."""
    media_type = request.headers.get("content-type")
    content = matching(body.content, media_type) if media_type else body.content[0]
    if content is None:
        offered = ", ".join(each.media_type for each in body.content)
        detail = f"The media type {media_type!r} is not one of {offered}"
        headers = {"accept": offered}
        raise Refused(
            RequestProblem(415, "unsupported-media-type", detail, headers=headers)
        )
    return content
