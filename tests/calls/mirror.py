"""Both ends of the two packages about schemas: whatever is sent comes back."""

from typing import Any

import golden_schemas30 as s30
import golden_schemas31 as s31
from ends import URL, sync_wire, wire
from golden_schemas30.api import DefaultApi as Api30
from golden_schemas31.api import DefaultApi as Api31
from starlette.applications import Starlette


class Echo:
    """Answers with what it got."""

    async def _same(self, body: Any) -> Any:
        return body

    everything = animal = scalars = defaults = objects = unions = alias = _same

    async def inline(self, body: s31.InlineRequest) -> s31.InlineResponse:
        leaves = [item.leaf for item in body.outer.inner]
        return s31.InlineResponse(leaves=leaves)


HANDLER30: Api30 = Echo()
HANDLER31: Api31 = Echo()
APP30: Starlette = s30.create_app(HANDLER30)
APP31: Starlette = s31.create_app(HANDLER31)

End30 = s30.Client | s30.AsyncClient
End31 = s31.Client | s31.AsyncClient
ENDS30: list[End30] = [
    s30.Client(base_url=URL, http=sync_wire(APP30)),
    s30.AsyncClient(base_url=URL, http=wire(APP30)),
]
ENDS31: list[End31] = [
    s31.Client(base_url=URL, http=sync_wire(APP31)),
    s31.AsyncClient(base_url=URL, http=wire(APP31)),
]

Json = Any


def put(path: str, json: Json) -> Any:
    """Send JSON as it is, and give the answer."""
    version, _, rest = path.partition("/")
    with sync_wire(APP30 if version == "30" else APP31) as http:
        return http.put(f"/{rest}", json=json)
