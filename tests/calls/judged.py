"""Both ends of a package whose one operation answers with what it got, and a judge of values."""

import json
from pathlib import Path
from typing import Any

from ends import URL, done, sync_wire, wire
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter
from pydantic_core import to_json
from rest import Rest
from starlette.applications import Starlette


class Echo(Rest):
    """Answers with what it got."""

    async def all(self, body: Any, **_: Any) -> Any:
        return body


class Judged:
    """A package made of a description of OpenAPI 3.1 with `PUT /all`, whose body is `All`."""

    def __init__(self, package: Any) -> None:
        self.models = package.models
        self.app: Starlette = package.create_app(Echo())
        self._ends = [
            package.Client(base_url=URL, http=sync_wire(self.app)),
            package.AsyncClient(base_url=URL, http=wire(self.app)),
        ]
        text = Path(package.__file__).with_name("openapi.json").read_text("utf-8")
        schema = {"$ref": "#/components/schemas/All", **json.loads(text)}
        self._judge: Any = Draft202012Validator(schema)

    def is_valid(self, value: Any) -> bool:
        """Tell what the standard's own validator says of a body."""
        return bool(self._judge.is_valid(value))

    def put(self, value: Any) -> Any:
        """Send a body as it is; give the answer."""
        headers = {"content-type": "application/json"}
        with sync_wire(self.app) as http:
            return http.put("/all", content=json.dumps(value), headers=headers)

    def keeps(self, value: Any) -> bool:
        """Tell whether a body comes back as it was sent, on the wire and by both clients."""
        answer = self.put(value)
        assert answer.status_code == 200, answer.text
        adapter = TypeAdapter[Any](self.models.All)
        body = adapter.validate_json(to_json(value), strict=True, by_name=False)
        came = [done(end.all(body)) for end in self._ends]
        return answer.json() == value and came == [body, body]
