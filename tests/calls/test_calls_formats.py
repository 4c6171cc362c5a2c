"""Formats on the wire and in Python: what is sent comes back, to the instant and the digit."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import golden_formats as api
import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_formats import models
from golden_formats.api import DefaultApi
from judged import Judged
from pydantic import AwareDatetime, ValidationError

API = Judged(api)
KOLKATA = timezone(timedelta(hours=5, minutes=30))


class Echo:
    """Answers with what it got."""

    since: AwareDatetime | None = None
    price: Decimal | None = None

    async def all(
        self,
        body: models.All,
        *,
        since: AwareDatetime | None = None,
        price: Decimal | None = None,
    ) -> models.All:
        self.since, self.price = since, price
        return body

    async def moments(self, body: list[AwareDatetime]) -> list[AwareDatetime]:
        return body

    async def numbers(self, body: list[float]) -> list[float]:
        return body


ECHO = Echo()
HANDLER: DefaultApi = ECHO
APP = api.create_app(HANDLER)
ENDS: list[api.Client | api.AsyncClient] = [
    api.Client(base_url=URL, http=sync_wire(APP)),
    api.AsyncClient(base_url=URL, http=wire(APP)),
]

KEPT: list[tuple[str, Any]] = [
    ("moment", "2024-02-29T12:34:56Z"),
    ("moment", "2024-02-29T12:34:56.123456+05:30"),
    ("moments", ["1999-12-31T23:59:59-08:00"]),
    ("maybe", None),
    ("day", "2024-02-29"),
    ("hour", "12:30:00Z"),
    ("hour", "12:30:00.500000+01:00"),
    ("hour", "12:30:00"),
    ("span", "P1Y2M3DT4H5M6.5S"),
    ("key", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
    ("price", "12345678901234567890.1234567890"),
    ("rate", 0.1),
    ("small", -(2**31)),
    ("large", 2**63 - 1),
    ("single", 1.5),
    ("double", 1e300),
    ("count", "9223372036854775807"),
    ("octets", "AAEC+/8="),
    ("octets", "no base64"),
    ("raw", "ä\u0000"),
    ("secret", "pass"),
    ("link", "HTTP://Example.com/%7Eada"),
    ("mail", "Ada@Example.COM"),
    ("host", "EXAMPLE.com."),
    ("four", "192.0.2.1"),
    ("six", "2001:DB8::1"),
    ("expression", "^(?=a)$"),
    ("own", "anything"),
    ("dated", 1700000000),
    ("keyed", True),
    ("typeless", "not a date"),
    ("typeless", 5),
    ("any", {"NaN": "Infinity"}),
]


@pytest.mark.parametrize(("field", "value"), KEPT)
def test_what_is_sent_comes_back(field: str, value: Any) -> None:
    assert API.is_valid({field: value})
    assert API.keeps({field: value})


@pytest.mark.parametrize(
    ("sent", "instant"),
    [
        ("2024-02-29t12:34:56z", datetime(2024, 2, 29, 12, 34, 56, tzinfo=UTC)),
        ("2024-02-29T12:34:56.7Z", datetime(2024, 2, 29, 12, 34, 56, 700000, UTC)),
        ("2024-02-29T12:00:00-00:00", datetime(2024, 2, 29, 12, tzinfo=UTC)),
        # A leap second is the moment after it: the examples of RFC 3339 §5.8, and a fraction.
        ("1990-12-31T23:59:60Z", datetime(1991, 1, 1, tzinfo=UTC)),
        ("1990-12-31T15:59:60-08:00", datetime(1991, 1, 1, tzinfo=UTC)),
        ("2015-06-30t23:59:60.25z", datetime(2015, 7, 1, 0, 0, 0, 250000, UTC)),
        # Python keeps microseconds.
        (
            "2024-02-29T12:00:00.123456789Z",
            datetime(2024, 2, 29, 12, 0, 0, 123456, UTC),
        ),
    ],
)
def test_the_instant_is_kept(sent: str, instant: datetime) -> None:
    answer = API.put({"moment": sent})
    assert answer.status_code == 200
    assert datetime.fromisoformat(answer.json()["moment"]) == instant


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("moment", "2024-02-29T12:34:56"),
        ("moment", "2024-02-30T12:34:56Z"),
        ("moment", "2024-02-29T24:00:00Z"),
        # No leap second: these are the last of a month of UTC.
        ("moment", "2016-12-31T23:59:60+01:00"),
        ("moment", "2016-12-30T23:59:60Z"),
        ("moment", "2016-12-31T12:00:60Z"),
        ("moment", "2016-12-31T23:59:61Z"),
        ("moment", "9999-12-31T23:59:60Z"),
        ("moment", "2016-12-31T23:59:60"),
        ("moment", "2024-02-29"),
        ("moment", "1700000000"),
        ("moment", "2024-02-29T12:34Z"),
        ("moment", "2024-02-29_12:34:56Z"),
        ("moment", "2024-02-29T12:34:56,5Z"),
        ("moment", 1700000000),
        ("moments", ["2024-02-29T12:34:56Z", "2024-02-29T12:34:56"]),
        ("maybe", "2024-02-29T12:34:56"),
        ("day", "2024-02-30"),
        ("day", "2024-02-29T00:00:00Z"),
        ("day", "0"),
        ("hour", "25:00:00Z"),
        ("key", "3f2504e0"),
        ("price", "twelve"),
        ("price", "NaN"),
        ("rate", "0.1"),
        ("count", 5),
        ("dated", "2024-02-29T12:34:56Z"),
        ("keyed", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
    ],
)
def test_what_is_not_of_its_format_is_refused(field: str, value: Any) -> None:
    assert API.put({field: value}).status_code == 422


@pytest.mark.parametrize("query", ["since=7", "since=1.5", "since=2024-02-29"])
def test_a_timestamp_is_no_moment_of_a_query(query: str) -> None:
    with sync_wire(APP) as http:
        answer = http.put(f"/all?{query}", json={})
    assert answer.status_code == 422
    assert answer.json()["violations"][0].startswith("query.since: ")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("field", ["double", "any"])
def test_numbers_that_are_not_finite_are_no_json(field: str, text: str) -> None:
    headers = {"content-type": "application/json"}
    with sync_wire(APP) as http:
        body = f'{{"{field}": {text}}}'
        assert http.put("/all", content=body, headers=headers).status_code == 400
        listed = http.put("/numbers", content=f"[{text}]", headers=headers)
        assert listed.status_code == 400


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_not_sent(
    end: api.Client | api.AsyncClient, number: float
) -> None:
    with pytest.raises(ValidationError, match="finite"):
        models.All(double=number)
    with pytest.raises(ValueError, match="expected value"):
        done(end.all(models.All(any=[number])))
    with pytest.raises(ValueError, match="expected value"):
        done(end.numbers([1.0, number]))


@pytest.mark.parametrize("end", ENDS)
def test_python_has_types_for_them(end: api.Client | api.AsyncClient) -> None:
    sent = models.All(
        moment=datetime(2024, 2, 29, 12, 0, 0, 1, KOLKATA),
        day=date(2024, 2, 29),
        hour=time(12, 30, tzinfo=UTC),
        key=UUID(int=5),
        price=Decimal("1.10"),
        octets="AAEC",
        raw=b"raw",
    )
    since, price = datetime(2024, 1, 1, tzinfo=KOLKATA), Decimal("0.10")
    assert done(end.all(sent, since=since, price=price)) == sent
    assert (ECHO.since, str(ECHO.price)) == (since, "0.10")
    moments = [datetime(2024, 2, 29, tzinfo=UTC)]
    assert done(end.moments(moments)) == moments


def test_a_naive_moment_is_no_value_of_a_model() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        models.All(moment=datetime.fromisoformat("2024-02-29"))


@pytest.mark.parametrize("strict", [True, False])
def test_a_leap_second_of_an_answer_is_the_moment_after_it(strict: bool) -> None:
    answer = {
        "moment": "2016-12-31T23:59:60Z",
        "moments": ["2016-12-31T23:59:60+00:00"],
    }
    end = api.AsyncClient(base_url=URL, http=_answering(answer), strict=strict)
    got = asyncio.run(end.all(models.All()))
    new_year = datetime(2017, 1, 1, tzinfo=UTC)
    assert got == models.All(moment=new_year, moments=[new_year])


def test_a_leap_second_of_a_query_is_the_moment_after_it() -> None:
    with sync_wire(APP) as http:
        answer = http.put("/all?since=2016-12-31T23:59:60Z", json={})
    assert answer.status_code == 200
    assert ECHO.since == datetime(2017, 1, 1, tzinfo=UTC)


def test_a_naive_moment_of_an_answer_is_kept_and_sent_on() -> None:
    naive = {"moment": "2024-02-29T12:34:56", "moments": ["2024-02-29T12:34:56"]}
    behind = api.AsyncClient(base_url=URL, http=_answering(naive))
    proxy = api.create_app(behind, response_checks="off")
    with sync_wire(proxy) as http:
        answer = http.put("/all", json={})
    assert (answer.status_code, answer.json()) == (200, naive)
    strict = api.AsyncClient(base_url=URL, http=_answering(naive), strict=True)
    with pytest.raises(api.UnexpectedResponse, match="timezone"):
        asyncio.run(strict.all(models.All()))


def _answering(json: Any) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        transport=httpx2.MockTransport(lambda _: httpx2.Response(200, json=json))
    )
