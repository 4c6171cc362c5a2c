"""Objects in every style, in forms, in parts and in streams: right ones come over, wrong ones don't."""

import json
from typing import Any

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_wrong_objects import (
    AsyncClient,
    Client,
    InEventsRequestItem,
    Nested,
    Order,
    Page,
    Range,
    create_app,
)


class Seen:
    """Answers with the arguments that it got, a stream of them read to its end."""

    async def _seen(self, **arguments: Any) -> Any:
        return [[name, await _read(value)] for name, value in arguments.items()]

    in_query = in_path = in_others = in_form = in_multipart = _seen
    in_positions = in_lines = in_records = in_events = in_part_stream = _seen


async def _read(value: Any) -> Any:
    return [each async for each in value] if hasattr(value, "__aiter__") else value


HANDLER: Any = Seen()
APP = create_app(HANDLER)
ENDS: list[Client | AsyncClient] = [
    Client(base_url=URL, http=sync_wire(APP)),
    AsyncClient(base_url=URL, http=wire(APP)),
]
RANGE = Range(min=1, max=2, unit="km")
SAID = {"min": 1, "max": 2, "unit": "km"}

PATH = ("simple", "exploded", "label", "labels", "matrix", "matrices")
CALLS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    *[("in_query", {name: RANGE}, {name: SAID}) for name in ("deep", "form", "pipes")],
    ("in_query", {"spaces": RANGE}, {"spaces": SAID}),
    ("in_query", {"spread": Page(size=5)}, {"spread": {"size": 5}}),
    (
        "in_query",
        {"nested": Nested(range=RANGE, ids=[1, 2])},
        {"nested": {"range": SAID, "ids": [1, 2]}},
    ),
    ("in_path", dict.fromkeys(PATH, RANGE), dict.fromkeys(PATH, SAID)),
    (
        "in_others",
        {"x_range": RANGE, "x_ranges": RANGE, "crumbs": RANGE},
        {"x_range": SAID, "x_ranges": SAID, "crumbs": SAID},
    ),
    *[
        (
            name,
            {"body": Order(count=1, note="a", range=RANGE, sizes=[1, 2])},
            {"body": {"count": 1, "note": "a", "range": SAID, "sizes": [1, 2]}},
        )
        for name in ("in_form", "in_multipart")
    ],
    ("in_positions", {"body": [RANGE, 1, 2]}, {"body": [SAID, 1, 2]}),
    *[
        (name, {"body": [RANGE, RANGE]}, {"body": [SAID, SAID]})
        for name in ("in_lines", "in_records", "in_part_stream")
    ],
]


@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
@pytest.mark.parametrize(("operation", "sent", "seen"), CALLS)
def test_right_ones_come_over(
    api: Client | AsyncClient,
    operation: str,
    sent: dict[str, Any],
    seen: dict[str, Any],
) -> None:
    answer = dict(done(getattr(api, operation)(**sent)))
    assert {name: answer[name] for name in seen} == seen


@pytest.mark.parametrize("api", ENDS, ids=["sync", "async"])
def test_events_come_over(api: Any) -> None:
    event = InEventsRequestItem(event="add", data=RANGE)
    answer = done(api.in_events([event]))
    assert answer == [["body", [{"event": "add", "data": SAID}]]]


WRONG: list[tuple[str, str]] = [
    (style, text)
    for style, texts in {
        "query?deep": (
            "[min]=x",
            "[min]=-1",
            "[max]=1",
            "[min]=1&deep[more]=1",
            "=1",
            "=",
        ),
        "query?either": ("[min]=x", "=x", "=&either="),
        "query?list": ("[]=x", "[a]=1", "=x"),
        "query?nested": (
            "[range][min]=x",
            "[range][min]=1&nested[ids]=1",
            "[range]=1",
            "[range][min]=1&nested[range][more]=1",
        ),
        "query?form": ("=min,x", "=min,-1", "=max,1", "=min,1,more,1", "=min,1,max"),
        "query?pipes": ("=min|x", "=min|-1", "=max|1", "=min|1|more|1", "=min|1|max"),
        "query?spaces": ("=min%20x", "=max%201", "=min%201%20more%201"),
        "query?": ("size=x", "size=101", "size=1&after=x"),
    }.items()
    for text in texts
]


@pytest.mark.parametrize(("where", "text"), WRONG)
def test_wrong_ones_in_the_query_are_refused(where: str, text: str) -> None:
    http: httpx2.Client = sync_wire(APP)
    assert http.get(f"{URL}/{where}{text}").status_code == 422


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("either=", ["either", ""]),
        ("either[min]=1", ["either", {"min": 1}]),
        ("list=1&list=2", ["list", [1, 2]]),
        ("list[]=1&list[]=2", ["list", [1, 2]]),
        ("list[0]=1&list[1]=2", ["list", [1, 2]]),
    ],
)
def test_what_is_right_in_brackets_is_read(text: str, seen: list[Any]) -> None:
    http: httpx2.Client = sync_wire(APP)
    assert seen in http.get(f"{URL}/query?{text}").json()


def test_the_query_may_have_what_is_no_property() -> None:
    http: httpx2.Client = sync_wire(APP)
    assert http.get(f"{URL}/query?size=1&more=1").status_code == 200


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("wrong", [{"min": "x"}, {"max": 1}, {"min": 1, "more": 1}])
def test_wrong_ones_in_the_path_are_refused(at: int, wrong: dict[str, Any]) -> None:
    def said(value: dict[str, Any]) -> list[str]:
        flat = ",".join(f"{name},{each}" for name, each in value.items())
        pairs = [f"{name}={each}" for name, each in value.items()]
        others = [f".{'.'.join(pairs)}", f";matrix={flat}", f";{';'.join(pairs)}"]
        return [flat, ",".join(pairs), f".{flat}", *others]

    right = said({"min": 1})
    path = "/".join([*right[:at], said(wrong)[at], *right[at + 1 :]])
    http: httpx2.Client = sync_wire(APP)
    assert http.get(f"{URL}/paths/{'/'.join(right)}").status_code == 200
    assert http.get(f"{URL}/paths/{path}").status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        *[
            {"x-range": each}
            for each in ("min,x", "max,1", "min,1,more,1", "min,1,max")
        ],
        *[
            {"x-range": "min,1", "x-ranges": each}
            for each in ("min=x", "max=1", "min=1,more=1", "min=1,max")
        ],
        *[
            {"x-range": "min,1", "cookie": f"crumbs={each}"}
            for each in ("min,x", "max,1", "min,1,more,1", "min,1,max")
        ],
    ],
)
def test_wrong_ones_in_headers_and_cookies_are_refused(headers: dict[str, str]) -> None:
    http: httpx2.Client = sync_wire(APP)
    assert http.get(f"{URL}/others", headers=headers).status_code == 422


@pytest.mark.parametrize(
    "text",
    [
        "note=a",
        "count=x",
        "count=1&more=1",
        "count=1&range[min]=x",
        "count=1&sizes=1|2|3",
    ],
)
def test_wrong_forms_are_refused(text: str) -> None:
    http: httpx2.Client = sync_wire(APP)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = http.post(f"{URL}/form", content=text, headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["multipart", "positions"])
@pytest.mark.parametrize("minimum", ["true", '"1"', "1.5", "null"])
def test_json_in_a_part_is_read_as_strictly_as_any(path: str, minimum: str) -> None:
    http: httpx2.Client = sync_wire(APP)

    def sent(value: str) -> int:
        count = [("Content-Disposition: form-data; name=count", "1")]
        name = "Content-Disposition: form-data; name=range"
        parts = [
            *(count if path == "multipart" else []),
            (f"{name}\r\nContent-Type: application/json", f'{{"min": {value}}}'),
        ]
        body = "".join(f"--b\r\n{head}\r\n\r\n{text}\r\n" for head, text in parts)
        media_type = "form-data" if path == "multipart" else "mixed"
        headers = {"content-type": f"multipart/{media_type}; boundary=b"}
        content = f"{body}--b--\r\n"
        return http.post(f"{URL}/{path}", content=content, headers=headers).status_code

    assert (sent("1"), sent("1.0"), sent(minimum)) == (200, 200, 422)


@pytest.mark.parametrize(
    ("path", "media_type", "begin", "end"),
    [
        ("lines", "application/jsonl", "", "\n"),
        ("records", "application/json-seq", "\x1e", "\n"),
        ("events", "text/event-stream", "data: ", "\n\n"),
    ],
)
def test_a_stream_with_a_wrong_item_is_refused(
    path: str, media_type: str, begin: str, end: str
) -> None:
    http: httpx2.Client = sync_wire(APP)
    for last, status in ({"min": 2}, 200), ({"min": "x"}, 422), ({"max": 2}, 422):
        items = [{"min": 1}, last]
        text = "".join(f"{begin}{json.dumps(each)}{end}" for each in items)
        headers = {"content-type": media_type}
        answer = http.post(f"{URL}/{path}", content=text, headers=headers)
        assert answer.status_code == status
