"""Parameters on the wire: the table of the standard, and the way back from it."""

import random
from typing import Any, Literal

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from agent_harness._runtime.parameters import Parameter, Place
from agent_harness._runtime.styles import ABSENT, Style
from agent_harness._runtime.text import is_alike, is_nothing

COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}

Cell = str | None
Row = tuple[Style, bool, Place, Cell, Cell, Cell, Cell]

# style, explode, place, and then: empty, string, array, object; None where the standard has none.
# OpenAPI 3.2 §4.12.5 (Style Examples), in the words of RFC 6570 §3.2.
TABLE: list[Row] = [
    (
        *("matrix", False, "path", ";color", ";color=blue"),
        *(";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ),
    (
        *("matrix", True, "path", ";color", ";color=blue"),
        *(";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ),
    (
        *("label", False, "path", None, ".blue"),
        *(".blue,black,brown", ".R,100,G,200,B,150"),
    ),
    (
        *("label", True, "path", None, ".blue"),
        *(".blue.black.brown", ".R=100.G=200.B=150"),
    ),
    (
        *("simple", False, "path", None, "blue"),
        *("blue,black,brown", "R,100,G,200,B,150"),
    ),
    (
        *("simple", True, "path", None, "blue"),
        *("blue,black,brown", "R=100,G=200,B=150"),
    ),
    (
        *("simple", False, "header", "", "blue"),
        *("blue,black,brown", "R,100,G,200,B,150"),
    ),
    (
        *("simple", True, "header", "", "blue"),
        *("blue,black,brown", "R=100,G=200,B=150"),
    ),
    (
        *("form", False, "query", "color=", "color=blue"),
        *("color=blue,black,brown", "color=R,100,G,200,B,150"),
    ),
    (
        *("form", True, "query", "color=", "color=blue"),
        *("color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ),
    (
        *("form", False, "cookie", "color=", "color=blue"),
        *("color=blue,black,brown", "color=R,100,G,200,B,150"),
    ),
    (
        *("form", True, "cookie", "color=", "color=blue"),
        *("color=blue; color=black; color=brown", "R=100; G=200; B=150"),
    ),
    (
        *("cookie", False, "cookie", "color=", "color=blue"),
        *("color=blue,black,brown", "color=R,100,G,200,B,150"),
    ),
    (
        *("cookie", True, "cookie", "color=", "color=blue"),
        *("color=blue; color=black; color=brown", "R=100; G=200; B=150"),
    ),
    (
        *("spaceDelimited", False, "query", "color=", "color=blue"),
        *("color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
    ),
    (
        *("pipeDelimited", False, "query", "color=", "color=blue"),
        *("color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    ),
    # The standard says nothing of these two exploded; real descriptions do, and mean `form`.
    (
        *("spaceDelimited", True, "query", "color=", "color=blue"),
        *("color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ),
    (
        *("pipeDelimited", True, "query", "color=", "color=blue"),
        *("color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ),
    (
        *("deepObject", True, "query", None, None),
        *(None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ),
]


def parameter(
    style: Style, explode: bool, place: Place, type_: Any, name: str = "color"
) -> Parameter:
    """Make a parameter."""
    return Parameter(name, place, "color", type_, style=style, explode=explode)


def written(made: Parameter, value: Any) -> str:
    """Write a value as it stands in the request."""
    match made.place:
        case "path" | "header":
            return made.write_text(value)
        case "query":
            return "&".join(made.write(value))
        case "cookie":
            return "; ".join(made.write(value))


def read(made: Parameter, text: str) -> Any:
    """Read a value as the server does."""
    match made.place:
        case "path" | "header":
            return made.read(text)
        case "query":
            return made.read([part for part in text.split("&") if part])
        case "cookie":
            return made.read([part.strip() for part in text.split(";") if part])


def row_id(row: Row) -> str:
    """Name a row of the table."""
    return f"{row[0]} {'exploded ' if row[1] else ''}{row[2]}"


@pytest.mark.parametrize("row", TABLE, ids=row_id)
def test_the_table_of_the_standard(row: Row) -> None:
    style, explode, place, *cells = row
    values = [("", str), ("blue", str), (COLORS, list[str]), (RGB, dict[str, int])]
    for text, (value, type_) in zip(cells, values, strict=True):
        made = parameter(style, explode, place, type_)
        if text is not None:
            assert written(made, value) == text
            assert read(made, text) == value


def test_an_empty_path_parameter_is_refused() -> None:
    for explode in (True, False):
        made = parameter("simple", explode, "path", str)
        with pytest.raises(ValueError, match="must not be empty"):
            made.write_text("")


def test_deep_objects() -> None:
    made = parameter("deepObject", True, "query", dict[str, int])
    text = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    assert written(made, RGB) == text
    assert read(made, text) == read(made, "color[R]=100&color[G]=200&color[B]=150")
    assert read(made, text) == RGB


class Inner(BaseModel):
    """Something within."""

    sizes: list[int]
    name: str | None = None


class Outer(BaseModel):
    """Something with parts."""

    inner: Inner
    wide: bool


def test_deeper_objects() -> None:
    made = parameter("deepObject", True, "query", Outer)
    value = Outer(inner=Inner(sizes=[1, 2], name="a&b"), wide=True)
    text = written(made, value).replace("%5B", "[").replace("%5D", "]")
    assert text == (
        "color[inner][sizes]=1&color[inner][sizes]=2"
        "&color[inner][name]=a%26b&color[wide]=true"
    )
    assert read(made, text) == value


@pytest.mark.parametrize("separator", ["%20", "+"])
def test_spaces_as_others_write_them(separator: str) -> None:
    made = parameter("spaceDelimited", False, "query", list[str])
    assert read(made, f"color={separator.join(COLORS)}") == COLORS


@pytest.mark.parametrize("separator", ["%7C", "%7c", "|"])
def test_pipes_as_others_write_them(separator: str) -> None:
    made = parameter("pipeDelimited", False, "query", list[str])
    assert read(made, f"color={separator.join(COLORS)}") == COLORS


# There and back ---------------------------------------------------------------------


class Dice(random.Random):
    """Throws the same on every run, by its seed."""


ALPHABET = "abzAZ09 -._~!*'();:@&=+$,/?#[]%\"<>\\^`{|}éßжλ日本\U0001f916\t\n\0"
HEADER = "abzAZ09 -._~!*'();:@&=+$/?#[]%\"<>\\^`{|}éßжλ日本"


def some_text(dice: Dice, made: Parameter) -> str:
    """Give text that the place and the style of a parameter can hold, at least one character."""
    alphabet = HEADER if made.place == "header" else ALPHABET
    apart = {"spaceDelimited": " ", "pipeDelimited": "|", "deepObject": "[]"}
    banned = apart.get(made.style or "", "") + ("=" if made.place == "header" else "")
    banned += ",;=\t\n\0" if made.style == "cookie" else ""
    letters = [letter for letter in alphabet if letter not in banned]
    text = "".join(dice.choices(letters, k=dice.randint(1, 8)))
    plain = made.place == "header" or made.style == "cookie"
    return f"x{text}x" if plain else text


def some_value(dice: Dice, made: Parameter) -> Any:
    """Give a value of the type of a parameter."""
    if made.type is str:
        return some_text(dice, made)
    if made.type is int:
        return dice.choice([0, -1, 7, 2**63, -(10**30)])
    if made.type is float:
        return dice.choice([0.0, -0.5, 1e300, 1e-9, dice.random(), 12.0])
    if made.type is bool:
        return dice.random() < 0.5
    if made.type == list[str]:
        return [some_text(dice, made) for _ in range(dice.randint(1, 4))]
    if made.type == list[float]:
        return [dice.uniform(-9, 9) for _ in range(dice.randint(1, 4))]
    return {
        some_text(dice, made): dice.randint(-9, 9) for _ in range(dice.randint(1, 4))
    }


TYPES: list[Any] = [str, int, float, bool, list[str], list[float], dict[str, int]]


@pytest.mark.parametrize("row", TABLE, ids=row_id)
@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_there_and_back(row: Row, type_: Any) -> None:
    style, explode, place, *_ = row
    if style == "deepObject" and type_ != dict[str, int]:
        return
    name = "name" if style == "cookie" else "a name/&=;é[]"
    made = parameter(style, explode, place, type_, name)
    dice = Dice(f"{row_id(row)} {type_}")
    for _ in range(50):
        value = some_value(dice, made)
        assert read(made, written(made, value)) == value


WILD: list[Any] = [
    str | None,
    list[str | None],
    list[int | None],
    list[str] | str,
    list[int] | Literal["all"],
    dict[str, str],
    dict[str, list[str]],
    dict[str, Any],
    list[dict[str, str]],
    list[list[int]],
    Outer,
    Outer | None,
    Any,
]


def wild_value(dice: Dice, type_: Any) -> Any:
    """Give a value of a type, with any characters, lengths and depths."""
    text = "".join(dice.choices(f"{ALPHABET}nul0123", k=dice.randint(0, 5)))
    words = [
        text,
        *dice.choices(["", "null", "5", "a", "[1]", "a,b"], k=dice.randint(0, 2)),
    ]
    numbers = dice.choices([0, -1, 7, 2**70], k=dice.randint(0, 3))
    inner = Inner(sizes=numbers, name=dice.choice([None, text]))
    values: dict[Any, list[Any]] = {
        str | None: [None, text],
        list[str | None]: [[*words, None], words, [None], []],
        list[int | None]: [[*numbers, None], numbers],
        list[str] | str: [words, text, [text]],
        list[int] | Literal["all"]: [numbers, "all"],
        dict[str, str]: [dict.fromkeys(words, text), {}],
        dict[str, list[str]]: [{text: words}, {"a": []}],
        dict[str, Any]: [{text: words}, {text: {"a": numbers}}, {"a": text, "b": 5}],
        list[dict[str, str]]: [[{word: text} for word in words], [{}]],
        list[list[int]]: [[numbers, [1]], [[]]],
        Outer: [Outer(inner=inner, wide=True)],
        Outer | None: [None, Outer(inner=inner, wide=False)],
        Any: [text, words, numbers, 5, None, {text: text}],
    }
    return dice.choice(values[type_])


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("row", TABLE, ids=row_id)
@pytest.mark.parametrize("type_", WILD, ids=str)
def test_there_and_back_or_not_at_all(row: Row, type_: Any, required: bool) -> None:
    """Whatever is written is read as what it is; anything else is refused before it is sent."""
    style, explode, place, *_ = row
    name = "name" if style == "cookie" else "a name/&=;é[]"
    made = Parameter(
        *(name, place, "it", type_, required),
        style=style,
        explode=explode,
    )
    dice = Dice(f"{row_id(row)} {type_}")
    for _ in range(60):
        value = wild_value(dice, type_)
        data = TypeAdapter[Any](type_).dump_python(value, mode="json")
        try:
            text = written(made, value)
        except ValueError:
            continue
        back = read(made, text)
        if back is ABSENT:
            assert is_nothing(data)
            assert not required
        else:
            assert is_alike(
                data, TypeAdapter[Any](type_).dump_python(back, mode="json")
            )


def test_there_and_back_in_depth() -> None:
    made = parameter("deepObject", True, "query", dict[str, int])
    dice = Dice("deep")
    for _ in range(50):
        value = some_value(dice, made)
        assert read(made, written(made, value)) == value


@pytest.mark.parametrize("text", [".", ".."])
def test_dots_do_not_walk_up_the_path(text: str) -> None:
    made = parameter("simple", False, "path", str)
    assert "." not in made.write_text(text)
    assert made.read(made.write_text(text)) == text


@pytest.mark.parametrize("text", ["a\nb", "a\r\nSet-Cookie: b", "\0", "a\x7f"])
def test_a_header_cannot_hold_every_text(text: str) -> None:
    made = parameter("simple", False, "header", str)
    with pytest.raises(ValueError, match="cannot hold"):
        made.write_text(text)


def test_reserved_characters_can_be_let_through() -> None:
    made = Parameter("q", "query", "q", str, style="form", allow_reserved=True)
    assert made.write("a/b?c=d&e#f+g") == ["q=a/b?c%3Dd%26e%23f%2Bg"]
    assert made.read(made.write("a/b?c=d&e#f+g %")) == "a/b?c=d&e#f+g %"


# JSON in a parameter ----------------------------------------------------------------

JSON_PLACES: list[Place] = ["query", "path", "header", "cookie"]


@pytest.mark.parametrize("place", JSON_PLACES)
def test_json_in_a_parameter(place: Place) -> None:
    made = Parameter("in", place, "in", dict[str, list[int]], style=None)
    value = {"a&b=c;d": [1, 2], "ü": []}
    assert read(made, written(made, value)) == value


# What is read -----------------------------------------------------------------------


def query(type_: Any, *, explode: bool = True, default: Any = ABSENT) -> Parameter:
    """Make a parameter of the query, as most are."""
    return Parameter(
        *("n", "query", "n", type_),
        default=default,
        style="form",
        explode=explode,
    )


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (int, "n="),
        (int, "n"),
        (int, "n=x"),
        (int, "n=5.0"),
        (int, "n=05"),
        (int, "n=+5"),
        (int, "n= 5"),
        (int, "n=5%20"),
        (int, "n=1e2"),
        (int, "n=true"),
        (int, "n=\u0665"),
        (int, "n=1_000"),
        (float, "n=.5"),
        (float, "n=5."),
        (float, "n=0x5"),
        (float, "n=nan"),
        (float, "n=Infinity"),
        (float, "n=null"),
        (bool, "n=1"),
        (bool, "n=True"),
        (bool, "n=yes"),
        (list[int], "n=1&n=x"),
        (list[int], "n=1,2"),
        (int, "n=4&n=5"),
        (str, "n=a&n=a"),
        (Literal["a", "b"], "n=c"),
    ],
)
def test_text_that_is_no_value(type_: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        query(type_).read(text.split("&"))


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (int, "n=-5", -5),
        (int, "m=1&n=5", 5),
        (float, "n=5", 5.0),
        (float, "n=1e2", 100.0),
        (float, "n=-0.5", -0.5),
        (bool, "n=false", False),
        (str, "n=5", "5"),
        (str, "n=true", "true"),
        (str, "n=null", "null"),
        (str, "n=", ""),
        (str, "n", ""),
        (str, "n=a=b", "a=b"),
        (str, "n=a+b", "a b"),
        (str, "n=a%2Bb", "a+b"),
        (str, "%6E=a", "a"),
        (str | None, "n=null", "null"),
        (int | None, "n=null", None),
        (int | None, "n=5", 5),
        (str | int, "n=5", 5),
        (str | int, "n=05", "05"),
        (bool | str, "n=true", True),
        (list[int], "n=5", [5]),
        (list[bool], "n=true&n=false", [True, False]),
        (list[str | int], "n=a&n=1", ["a", 1]),
        (dict[str, list[int]], "a=[1]&b=[]", {"a": [1], "b": []}),
    ],
)
def test_text_that_is_a_value(type_: Any, text: str, value: Any) -> None:
    found = query(type_).read(text.split("&"))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_what_is_not_there_is_absent(type_: Any) -> None:
    assert query(type_).read([]) is ABSENT
    if type_ != dict[str, int]:
        assert query(type_).read(["m=5", "nn=5"]) is ABSENT


def test_what_is_not_there_has_its_default() -> None:
    assert query(int, default=5).read([]) == 5
    assert query(int | None, default=None).read([]) is None
    assert query(list[int], default=[1]).read([]) == [1]
    assert query(int, default=5).read(["n=6"]) == 6
    with pytest.raises(ValidationError):
        query(int, default="x").read([])


def test_exploded_arrays_of_nothing_cannot_be_told() -> None:
    assert query(list[int]).write([]) == []
    assert query(list[int], explode=False).write([]) == ["n="]
    assert query(list[int], explode=False).read(["n="]) == []


def test_what_does_not_fit_is_not_written() -> None:
    with pytest.raises(ValueError, match="Expected `int`"):
        query(int).write("x")
