"""Parameters of every type and name: the handler gets what the client was given."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from ends import URL, done, sync_wire, wire
from golden_parameters import AsyncClient, Client, Typed, create_app
from golden_parameters.api import NamesApi, TypesApi
from rest import REST


class Names:
    """Answers with the values in the order of the description."""

    async def names(
        self,
        class_: str,
        first: int,
        second: int,
        file: str,
        ext: str,
        part: str,
        *,
        filter_name: str | None = None,
        x_request_id: UUID,
        body_query: str | None = None,
        self_: str | None = None,
        class_query: str | None = None,
        camel_case: str | None = None,
        camel_case_query: str | None = None,
        top: int | None = None,
        n2nd: str | None = None,
        sum_total: str | None = None,
    ) -> list[str | None]:
        path = [class_, str(first), str(second), file, ext, part]
        query = [filter_name, str(x_request_id), body_query, self_, class_query]
        more = [camel_case, camel_case_query, str(top), n2nd, sum_total]
        return [*path, *query, *more]


class Types:
    """Answers with the arguments that it got."""

    async def types(self, **arguments: Any) -> Typed:
        return Typed(**arguments)


NAMES: NamesApi = Names()
TYPES: TypesApi = Types()
APP = create_app(REST, NAMES, TYPES)
ENDS: list[Client | AsyncClient] = [
    Client(base_url=URL, http=sync_wire(APP)),
    AsyncClient(base_url=URL, http=wire(APP)),
]


def test_names_of_any_kind_reach_their_arguments() -> None:
    for api in ENDS:
        names = api.names(
            "a/b",
            1,
            -2,
            "file",
            "tar",
            "p",
            filter_name="f",
            x_request_id=UUID(int=5),
            body_query="b",
            self_="s",
            class_query="c",
            camel_case="C",
            camel_case_query="c_",
            top=3,
            n2nd="2",
            sum_total="ö",
        )
        path = ["a/b", "1", "-2", "file", "tar", "p"]
        rest = ["f", str(UUID(int=5)), "b", "s", "c", "C", "c_", "3", "2", "ö"]
        assert done(names) == [*path, *rest]


TYPED: list[dict[str, Any]] = [
    {"integer": -5},
    {"integer": 0},
    {"number": 1.5},
    {"number": -1e300},
    {"boolean": True},
    {"boolean": False},
    {"nullable": 5},
    {"choice": "1"},
    {"choice": "true"},
    {"choice": ""},
    {"level": 3},
    {"uuid": UUID(int=1)},
    {"date": date(1, 1, 1)},
    {"moment": datetime(2024, 2, 29, 23, 59, 59, 999999, UTC)},
    {"moment": datetime(2024, 2, 29, tzinfo=timezone(timedelta(hours=5, minutes=30)))},
    {"decimal": Decimal("12345678901234567890.10")},
    {"mixed": 5},
    {"mixed": "five"},
    {"mixed": "05"},
    {"numbers": [3, -1, 3]},
    {"flags": [True, False]},
    {"counts": {"a": 1, "b c": -2}},
    {"pattern": "abc"},
    {"pair": [0.5, -1.0]},
    {"size": ""},
    {"tags": ["z"]},
]
DEFAULTS: dict[str, Any] = {
    "level": 2,
    "size": 'a "quoted" \\ default',
    "tags": ["x", "y"],
}


@pytest.mark.parametrize("arguments", TYPED, ids=repr)
def test_values_keep_their_types(arguments: dict[str, Any]) -> None:
    for api in ENDS:
        assert done(api.types(**arguments)) == Typed.model_validate(
            {**DEFAULTS, **arguments}
        )


def test_absent_parameters_have_their_defaults() -> None:
    with sync_wire(APP) as http:
        assert http.get("/types").json() == DEFAULTS


READ: list[tuple[str, dict[str, Any]]] = [
    ("nullable=null", {"nullable": None}),
    ("unknown=1&&=&%zz", {}),
    ("numbers=1&numbers=%32", {"numbers": [1, 2]}),
    ("flags=true,false", {"flags": [True, False]}),
    ("counts[a]=1&counts%5Bb%5D=2", {"counts": {"a": 1, "b": 2}}),
    ("moment=2024-02-29T12:00:00%2B01:00", {"moment": "2024-02-29T12:00:00+01:00"}),
    ("size=a+b", {"size": "a b"}),
    ("number=1", {"number": 1.0}),
]


@pytest.mark.parametrize(("query", "seen"), READ)
def test_what_others_write_is_read(query: str, seen: dict[str, Any]) -> None:
    with sync_wire(APP) as http:
        assert http.get(f"/types?{query}").json() == {**DEFAULTS, **seen}


REFUSED: list[tuple[str, str]] = [
    ("integer=7&integer=8", "query.integer"),
    ("integer=-6", "query.integer"),
    ("integer=101", "query.integer"),
    ("integer=1.0", "query.integer"),
    ("integer=true", "query.integer"),
    ("integer=null", "query.integer"),
    ("integer=%201", "query.integer"),
    ("integer=0x1", "query.integer"),
    ("integer=", "query.integer"),
    ("number=inf", "query.number"),
    ("number=NaN", "query.number"),
    ("boolean=True", "query.boolean"),
    ("boolean=1", "query.boolean"),
    ("nullable=", "query.nullable"),
    ("choice=b", "query.choice"),
    ("level=4", "query.level"),
    ("level=%22", "query.level"),
    ("uuid=1", "query.uuid"),
    ("date=2024-13-01", "query.date"),
    ("date=2024-01-01T00:00:00Z", "query.date"),
    ("moment=2024-01-01", "query.moment"),
    ("decimal=one", "query.decimal"),
    ("numbers=1&numbers=x", "query.numbers.1"),
    ("flags=true,yes", "query.flags.1"),
    ("counts[a]=x", "query.counts.a"),
    ("pattern=ABC", "query.pattern"),
    ("pair=1", "query.pair"),
    ("pair=1&pair=2&pair=3", "query.pair"),
]


@pytest.mark.parametrize(("query", "place"), REFUSED)
def test_what_is_not_of_the_type_is_refused(query: str, place: str) -> None:
    with sync_wire(APP) as http:
        answer = http.get(f"/types?{query}")
    assert answer.status_code == 422, answer.text
    [violation] = answer.json()["violations"]
    assert violation.startswith(f"{place}: ")


@pytest.mark.parametrize(
    ("path", "headers", "places"),
    [
        ("/names/c/1-x/f.e/at-p", {"X-Request-ID": str(UUID(int=1))}, ["path.second"]),
        (
            "/names/c/x-y/f.e/at-p",
            {"X-Request-ID": "1"},
            ["path.first", "path.second", "header.X-Request-ID"],
        ),
    ],
)
def test_every_violation_is_told_at_once(
    path: str, headers: dict[str, str], places: list[str]
) -> None:
    with sync_wire(APP) as http:
        answer = http.get(path, headers=headers)
    assert answer.status_code == 422
    found = [violation.partition(":")[0] for violation in answer.json()["violations"]]
    assert found == places


@pytest.mark.parametrize(
    "path", ["/names/c/12/f.e/at-p", "/names/c/1-2/f.e/p", "/names/c/1-2/f.e/at-"]
)
def test_a_path_that_fits_no_template_is_not_found(path: str) -> None:
    with sync_wire(APP) as http:
        assert http.get(path).status_code == 404
