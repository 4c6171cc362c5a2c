"""Where an API is: Server Objects and their variables."""

from bothends.ir.types import Choice, Plain, Type
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """A Server Variable Object (OpenAPI 3.1 §4.8.6)."""

    name: str
    argument: str
    default: str
    choices: tuple[str, ...]
    spans: bool
    """Whether its value can be several segments of the path."""
    description: str

    @property
    def type(self) -> Type:
        """The type of its argument."""
        return Choice(self.choices) if self.choices else Plain("str")


@dataclass(frozen=True, slots=True)
class Server:
    """A Server Object: a URL template, absolute or relative to where the document is."""

    url: str
    path: str
    """The path within the URL: what comes before the path of every operation."""
    description: str
    variables: tuple[Variable, ...]

    @property
    def address(self) -> str:
        """The URL with the default of each variable in its place."""
        url = self.url
        for variable in self.variables:
            url = url.replace(f"{{{variable.name}}}", variable.default)
        return url

    @property
    def spanning(self) -> tuple[Variable, ...]:
        """The variables whose value can be several segments of the path."""
        return tuple(variable for variable in self.variables if variable.spans)
