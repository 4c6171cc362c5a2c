"""A shop that sells pets: a handler that answers whatever a test tells it to."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from golden_pets import NewPet, Order
from golden_pets.models import Kind


@dataclass
class Shop:
    """Answers whatever a test tells it to, and notes what it was asked."""

    answer: Any = None
    seen: list[object] = field(default_factory=list[object])

    async def list_pets(
        self,
        *,
        x_trace: str | None = None,
        limit: int = 20,
        kind: Kind | None = None,
        names: list[str] | None = None,
        born: date | None = None,
        order: Literal["asc", "desc"] = "asc",
        wild: bool | None = None,
    ) -> Any:
        return self._answered(x_trace, limit, kind, names, born, order, wild)

    async def create_pet(self, body: NewPet, *, x_trace: str | None = None) -> Any:
        return self._answered(body, x_trace)

    async def get_pet(self, pet_id: str) -> Any:
        return self._answered(pet_id)

    async def delete_pet(self, pet_id: str) -> Any:
        return self._answered(pet_id)

    async def place_order(self, body: Order | None = None) -> Any:
        return self._answered(body)

    async def check_health(self) -> Any:
        return self._answered()

    def _answered(self, *seen: object) -> Any:
        self.seen = list(seen)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer
