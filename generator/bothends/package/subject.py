"""A generated package, imported, beside the description that it was made from."""

import sys
from collections.abc import Sequence
from importlib import import_module, invalidate_caches
from importlib.util import module_from_spec, spec_from_file_location
from inspect import Parameter, signature
from pathlib import Path
from types import ModuleType
from typing import Any

from bothends.described import Described
from bothends.document import read
from bothends.events import decode_events
from bothends.operations import operations
from bothends.outgoing import outgoing
from bothends.package.attempt import Attempt
from bothends.package.runtime import Operation
from bothends.problems import Unusable
from bothends.records import dataclass
from bothends.tree import Tree

URL = "http://contract.test"
"""Where the generated server is, in process."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What the two ends of some operations are called in the package."""

    client: str
    app: str
    to_a_url: bool
    """Whether a call says where it goes to."""


PATHS = Ends("Client", "create_app", to_a_url=False)
WEBHOOKS = Ends("WebhookSender", "create_webhooks_app", to_a_url=True)
CALLBACKS = Ends("CallbackSender", "create_callbacks_app", to_a_url=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation of the description, and what the package has of it."""

    described: Described
    ends: Ends
    operation: Operation | None
    trouble: str = ""
    """Why the package has none, or one that cannot be used."""

    @property
    def name(self) -> str:
        """The name of the operation."""
        return self.described.found.name


@dataclass(frozen=True)
class Subject:
    """A package that can be called."""

    name: str
    """As the user named it."""
    module: ModuleType
    tree: Tree

    def entries(self) -> tuple[Entry, ...]:
        """List the operations of the description, in its order; then what the API calls."""
        sent = outgoing(self.tree)
        families = (
            (PATHS, operations(self.tree)),
            (WEBHOOKS, sent.webhooks),
            (CALLBACKS, sent.callbacks),
        )
        entries = tuple(
            self._entry(Described(self.tree, found, ends.to_a_url), ends)
            for ends, members in families
            for found in members
        )
        if all(each.operation for each in entries):
            self._refuse_strangers({each.name for each in entries})
        return entries

    def _refuse_strangers(self, known: set[str]) -> None:
        """Refuse a package with operations that its own description has not."""
        page: ModuleType = self.part("operations")
        for name, each in vars(page).items():
            own = getattr(each, "__module__", "") == page.__name__
            if own and callable(each) and name not in known:
                what = f"`{self.name}` has the operation `{name}`"
                message = f"{what}, which its openapi.json has not."
                raise Unusable(message, "Generate the package again.")

    def client(self, ends: Ends, *, sync: bool, **options: Any) -> Any:
        """Make a client, or a sender."""
        kind = ends.client if sync else f"Async{ends.client}"
        made = getattr(self.part("client"), kind)
        known = signature(made).parameters
        return made(**{name: each for name, each in options.items() if name in known})

    def app(self, ends: Ends, handler: object, auth: object, **more: Any) -> Any:
        """Make the server's application; one handler answers for every group.

        Of the other arguments it gets those that it has.
        """
        create_app = getattr(self.part("server"), ends.app)
        parameters = signature(create_app).parameters
        handlers = [
            name
            for name, each in parameters.items()
            if each.kind is Parameter.POSITIONAL_OR_KEYWORD
        ]
        options = {"auth": auth, **more}
        known = {name: each for name, each in options.items() if name in parameters}
        return create_app(*[handler for _ in handlers], **known)

    def credential_arguments(self) -> dict[str, str]:
        """Tell which argument of a client is the credential of which security scheme."""
        client = self.part("client").Client
        own = {"base_url", "http"}
        names = [
            name
            for name, each in signature(client).parameters.items()
            if each.default is None and name not in own
        ]
        http = object()
        made = client(base_url=URL, http=http, **{name: name for name in names})
        engine: Any = made.raw.__dict__["_engine"]
        credentials: dict[str, Any] = engine.settings.credentials
        return {key: name for key, name in credentials.items() if name in names}

    def forget(self) -> None:
        """Let the package be imported no more."""
        name = self.module.__name__
        for each in [*sys.modules]:
            if each == name or each.startswith(f"{name}."):
                del sys.modules[each]

    def part(self, name: str) -> Any:
        """Import a module of the package; raises `Unusable` where that fails."""
        return _imported(f"{self.module.__name__}.{name}", self.name)

    def _entry(self, described: Described, ends: Ends) -> Entry:
        found = described.found
        make = getattr(self.part("operations"), found.name, None)
        if make is None:
            return Entry(described, ends, None, "the package has no such operation")
        with Attempt() as making:
            operation: Operation = make()
            wire = (operation.name, operation.method, operation.path)
            if wire != (found.name, found.method, found.path):
                trouble = f"the package has {' '.join(wire)} in its place"
                return Entry(described, ends, None, trouble)
            return Entry(described, ends, operation)
        return Entry(described, ends, None, f"it cannot be made: {making.reason}")


def load(package: str) -> Subject:
    """Import a package by its folder or its name; raises `Unusable` where that fails."""
    folder = Path(package)
    if folder.is_dir():
        module = _from_folder(folder.resolve(), package)
    elif "/" in package or "\\" in package:
        raise Unusable(f"There is no folder {package}.", "Generate the package first.")
    else:
        module = _imported(package, package)
    places: Sequence[str] = list(getattr(module, "__path__", []))
    description = Path(places[0] if places else ".") / "openapi.json"
    if not places or not description.is_file():
        message = f"`{package}` is no generated package: it has no openapi.json."
        raise Unusable(message, "Name a folder that `bothends generate` has made.")
    tree = read(str(description)).tree
    decode_events(tree)
    return Subject(package, module, tree)


def _from_folder(folder: Path, package: str) -> ModuleType:
    """Import a folder as the package of its name, or of another if that one is taken."""
    name, count = folder.name, 1
    while name in sys.modules or not name.isidentifier():
        known = sys.modules.get(name)
        if known and str(folder) in getattr(known, "__path__", []):
            return known
        name, count = f"{folder.name}_{count}".replace("-", "_"), count + 1
    path = folder / "__init__.py"
    if not path.is_file():
        message = f"{package} is no package: it has no __init__.py."
        raise Unusable(message, "Name a folder that `bothends generate` has made.")
    invalidate_caches()
    spec = spec_from_file_location(name, path, submodule_search_locations=[str(folder)])
    assert spec, path
    assert spec.loader, path
    module = module_from_spec(spec)
    sys.modules[name] = module
    with Attempt() as importing:
        spec.loader.exec_module(module)
    if importing.error:
        del sys.modules[name]
        raise Unusable(f"{package} cannot be imported: {importing.reason}.")
    return module


def _imported(name: str, package: str) -> ModuleType:
    with Attempt() as importing:
        return import_module(name)
    what = "" if name == package else f" ({name.rpartition('.')[2]}.py)"
    hint = "Is it on the path? A folder will do, too." if not what else ""
    raise Unusable(f"{package}{what} cannot be imported: {importing.reason}.", hint)
