"""Which statuses stand for what is documented as a range or as the default."""

from collections.abc import Collection

from bothends.operations import BODILESS

_UNUSUAL = {"1": 1, "2": 98, "3": 98, "4": 99, "5": 99}


def statuses_of(
    key: int | str, documented: Collection[int | str], *, error: bool
) -> tuple[int, ...]:
    """Give statuses that only this key documents (OpenAPI 3.1 §4.8.16), the usual one first."""
    match key:
        case int():
            return (key,)
        case "default":
            wanted = (500, 418, 599, 404, 302, 503) if error else (200, 299, 202)
            taken = {str(each)[0] for each in documented if str(each).endswith("XX")}
            free = [each for each in wanted if str(each)[0] not in taken]
            return tuple(each for each in free if each not in documented)[:2]
        case _:
            first = int(key[0]) * 100
            wanted = (first, first + 18, first + _UNUSUAL[key[0]])
            return tuple(
                each
                for each in wanted
                if each not in documented and each not in BODILESS
            )
