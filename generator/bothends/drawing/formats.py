"""Formats of strings: texts that have them, texts that have not, and how to tell."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `texts` have it, the plainest first; `others` have not."""

    texts: tuple[str, ...]
    others: tuple[str, ...] = ()
    check: Callable[[str], bool] = lambda _: True


def _succeeds(make: Callable[[str], object]) -> Callable[[str], bool]:
    """Turn a constructor into a test."""

    def check(text: str) -> bool:
        try:
            make(text)
        except (ValueError, OverflowError, InvalidOperation, binascii.Error):
            return False
        return True

    return check


_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONED: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
_TIME: Final = re.compile(_ZONED)
_DATE_TIME: Final = re.compile(rf"{_DATE.pattern}T{_ZONED}")
_DURATION: Final = re.compile(
    r"P(?=.)([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?"
    r"(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?)"
)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HOSTNAME: Final = re.compile(
    r"(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*"
)
_REFERENCE: Final = re.compile(
    r"([a-zA-Z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9a-fA-F]{2})*"
)
_POINTER: Final = re.compile(r"(/([^~/]|~[01])*)*")
_DECIMAL: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def _both(
    shape: re.Pattern[str], make: Callable[[str], object]
) -> Callable[[str], bool]:
    succeeds = _succeeds(make)
    return lambda text: shape.fullmatch(text) is not None and succeeds(text)


def _shaped(shape: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: shape.fullmatch(text) is not None


def _is_uri(text: str) -> bool:
    if not _REFERENCE.fullmatch(text):
        return False
    try:
        return bool(urlsplit(text).scheme)
    except ValueError:
        return False


def _clipped(make: Callable[[str], object]) -> Callable[[str], object]:
    """Cut fractions of a second to what Python keeps."""
    return lambda text: make(re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", text))


def _moment(text: str) -> datetime:
    """Read a date-time; a leap second (RFC 3339 §5.7) is the last one of a month of UTC."""
    if ":60" not in text:
        return datetime.fromisoformat(text)
    after = datetime.fromisoformat(text.replace(":60", ":59")) + timedelta(seconds=1)
    utc = after.astimezone(UTC)
    if (utc.day, utc.hour, utc.minute, utc.second) != (1, 0, 0, 0):
        message = f"{text} is no leap second"
        raise ValueError(message)
    return after


_NO_DATES: Final = ("2024-02-30", "2024-13-01", "not a date")
_BYTES: Final = ("aGVsbG8=", "", "AA==", "AP8Q", "+/+/", "8J+OiQ==")

FORMATS: Final[Mapping[str, Format]] = {
    "date": Format(
        ("2024-02-29", "1970-01-01", "2000-12-31", "9999-12-31", "0001-01-01"),
        _NO_DATES,
        _both(_DATE, date.fromisoformat),
    ),
    "date-time": Format(
        (
            "2024-02-29T12:34:56Z",
            "2024-02-29T12:34:56.789Z",
            "2024-02-29T12:34:56.123456+05:30",
            "1999-12-31T23:59:59-08:00",
            "1970-01-01T00:00:00Z",
            "2038-01-19T03:14:08+00:00",
        ),
        (
            "2024-02-30T00:00:00Z",
            "2024-02-29T25:00:00Z",
            "2024-02-29T12:34:60Z",
            "not a date-time",
        ),
        _both(_DATE_TIME, _clipped(_moment)),
    ),
    "time": Format(
        ("12:34:56Z", "00:00:00Z", "23:59:59.999999+05:30", "12:00:00.5-08:00"),
        ("25:00:00Z", "12:61:00Z", "not a time"),
        _both(_TIME, _clipped(time.fromisoformat)),
    ),
    "duration": Format(
        ("P1DT2H3M4S", "PT0S", "P3D", "PT1.5S", "P2W", "P1Y2M"),
        ("P", "1 day", "not a duration"),
        _shaped(_DURATION),
    ),
    "uuid": Format(
        (
            "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ),
        ("3f2504e0-4f89-41d3-9a0c", "not a uuid", ""),
        _both(_UUID, UUID),
    ),
    "email": Format(
        ("ada@example.com", "a.b+tag@sub.example.org", "x@y.co"), (), lambda t: "@" in t
    ),
    "hostname": Format(
        ("example.com", "localhost", "a-1.b-2.example.org", "xn--e1afmkfd.example"),
        (),
        _shaped(_HOSTNAME),
    ),
    "ipv4": Format(
        ("192.0.2.1", "10.0.0.255", "255.255.255.255"),
        ("256.0.0.1", "192.0.2", "not an address"),
        _succeeds(IPv4Address),
    ),
    "ipv6": Format(
        ("2001:db8::1", "::", "::ffff:192.0.2.1"),
        ("2001:db8:::1", "not an address"),
        _succeeds(IPv6Address),
    ),
    "uri": Format(
        (
            "https://example.com/path?q=1&r=%20#part",
            "urn:isbn:0451450523",
            "mailto:ada@example.com",
            "http://[2001:db8::1]:8080/",
        ),
        (),
        _is_uri,
    ),
    "uri-reference": Format(
        ("/path?q=1#part", "", "https://example.com/", "../up", "#part"),
        (),
        _shaped(_REFERENCE),
    ),
    "byte": Format(_BYTES, (), _succeeds(lambda text: b64decode(text, validate=True))),
    "base64url": Format(("aGVsbG8=", "", "AA==", "AP8Q", "-_-_")),
    "binary": Format(("data", "", "\x01\x02", "é")),
    "decimal": Format(
        ("12.50", "0", "-0.01", "12345678901234567890.123456789"),
        ("twelve", "1.2.3"),
        _both(_DECIMAL, Decimal),
    ),
    "regex": Format(("^[a-z]+$", "", r"\d{2,3}"), (), _succeeds(re.compile)),
    "json-pointer": Format(("/a/0", "", "/a~1b/~0c"), (), _shaped(_POINTER)),
    "password": Format(("correct horse", "", "p&ss=w+rd%#/;,é🎉")),
}
