"""Components -> the source of `models.py`. The only door to datamodel-code-generator.

What comes out is checked: each component must have become the class or alias of its name,
by the generator's own record of what it made from what.
"""

import ast
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

from datamodel_code_generator import Error, InputFileType, generate
from datamodel_code_generator.config import GenerateConfig
from datamodel_code_generator.enums import (
    ConstructorFieldOrder,
    DataModelType,
    DefaultValueType,
    NamingStrategy,
    OpenAPIAsDefinitions,
    OpenAPIScope,
    TargetPydanticVersion,
)
from datamodel_code_generator.format import DatetimeClassType, PythonVersion
from datamodel_code_generator.parser import LiteralType

from bothends.importing import import_block
from bothends.names import Scope, snake_case
from bothends.records import dataclass
from bothends.tagging import MODULE, with_tags, without_tags
from bothends.tree import is_object
from bothends.tree import schemas as find_schemas

Schemas = Mapping[str, Any]

_BASE_MODULE = "_runtime.model"

_HOMES: Mapping[tuple[str, str], str] = {
    (_BASE_MODULE, "Model"): _BASE_MODULE,
    (MODULE, "Tagged"): MODULE,
    ("datetime", "date"): "_runtime.formats",
    ("pydantic", "AwareDatetime"): "_runtime.formats",
}
"""Where the generator imports a name from, and where the package has it."""

PRESET: Mapping[str, Any] = {
    "check_pattern_maps_strictly": True,
    "collapse_shared_parent_wrappers": True,
    "dedupe_request_response_variants": True,
    "deserialize_default_values": (DefaultValueType.Decimal, DefaultValueType.Enum),
    "filter_literal_values": True,
    "intersect_allof_keywords": True,
    "keep_enum_member_values": True,
    "keep_field_defaults_off_branch_roots": True,
    "omit_redundant_constraints": True,
    "omit_redundant_reference_null": True,
    "openapi_as_definitions": (
        OpenAPIAsDefinitions.PathsBodies,
        OpenAPIAsDefinitions.RefComponents,
    ),
    "order_constructor_fields_by": (
        ConstructorFieldOrder.FinalNames,
        ConstructorFieldOrder.WrittenDefaults,
    ),
    "pin_aliases_with_alias_generator": True,
    "read_const_beside_enum": True,
    "read_nullable_beside_type_list": True,
    "read_unevaluated_properties": True,
    "snake_case_field": True,
    "strict_nullable": True,
    "tag_msgspec_by_payload_name": True,
    "use_decimal_in_field_forms": True,
    "use_single_dict_for_object_maps": True,
    "use_single_value_enum_as_const": True,
    "use_site_models_for_constrained_refs": True,
    "use_subclass_enum": True,
    "use_tuple_for_closed_arrays": True,
    "use_typed_map_values_beside_other_types": True,
}
"""What its preset `standard-py311-20261027` stands for: to look it up loads its command line."""

_MANY_BASES = re.compile(
    r"^(?=.{89})(class \w+\([\w.]+(?:, [\w.]+)+)\):$", flags=re.MULTILINE
)
"""What opens a class on a line that is too long: each of its bases gets one of its own."""


@dataclass(frozen=True, slots=True)
class Models:
    """The source of a module, and the components that it has no name for."""

    source: str
    missing: tuple[str, ...]


def models(schemas: Schemas, header: str) -> Models:
    """Make the module that defines each schema under its key, a plain class name.

    `header` is Python source that comes first: comments and the docstring.
    """
    with TemporaryDirectory() as folder:
        metadata = Path(folder, "metadata.json")
        plain, tags = without_tags(_without_defaults(schemas))
        source = _generated(plain, header, metadata) if schemas else f"{header}\n"
        joined = _joined(metadata)
    lazy = with_tags(_without_calls(source), tags)
    module = ast.parse(lazy)
    defined = joined & _defined(module)
    missing = tuple(name for name in schemas if name not in defined)
    return Models(_tidied(lazy, module), missing)


def _without_defaults(schemas: Schemas) -> Schemas:
    """Take their defaults from components: properties have them beside the references.

    The generator would let an alias that has one be null.
    """
    return {
        name: (
            {key: value for key, value in each.items() if key != "default"}
            if is_object(each) and "default" in each
            else each
        )
        for name, each in schemas.items()
    }


def _generated(schemas: Schemas, header: str, metadata: Path) -> str:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {"schemas": schemas},
    }
    config = _config(header, metadata, _aliases(schemas))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return str(generate(document, config=config))
        except Error:
            # It says so when it finds nothing to make: every schema is then missing.
            return f"{header}\n"


def _joined(metadata: Path) -> set[str]:
    """List the components that became a class or alias of their own name.

    A composed schema may have become several classes; the one of its name joins them.
    """
    if not metadata.exists():
        return set()
    entries = json.loads(metadata.read_bytes())["models"]
    return {
        entry["class_name"]
        for entry in entries
        if entry["source_path"] == ["components", "schemas", entry["class_name"]]
    }


def _aliases(schemas: Schemas) -> dict[str, str]:
    """Name the attributes of properties whose names Python would read as others (NFKC)."""
    properties = {
        name
        for schema in find_schemas({"schemas": schemas})
        for name in schema.get("properties", {})
    }
    scope = Scope(snake_case(name) for name in properties)
    return {
        name: scope.claim(f"field_{snake_case(name).strip('_')}")
        for name in sorted(properties)
        if name.isidentifier() and normalize("NFKC", name) != name
    }


def _config(header: str, metadata: Path, aliases: Mapping[str, str]) -> GenerateConfig:
    return GenerateConfig(
        aliases=aliases,
        base_class=f"{_BASE_MODULE}.Model",
        custom_file_header=header,
        disable_timestamp=True,
        emit_model_metadata=metadata,
        enum_field_as_literal=LiteralType.All,
        formatters=[],
        input_file_type=InputFileType.OpenAPI,
        naming_strategy=NamingStrategy.FullPath,
        openapi_scopes=[OpenAPIScope.Schemas],
        output_datetime_class=DatetimeClassType.Awaredatetime,
        output_model_type=DataModelType.PydanticV2BaseModel,
        **PRESET,
        target_pydantic_version=TargetPydanticVersion.V2_14,
        target_python_version=PythonVersion.PY_311,
        allow_population_by_field_name=False,
        collapse_root_models=False,
        treat_dot_as_module=False,
        use_annotated=True,
        use_double_quotes=True,
        use_field_description=True,
        use_frozen_field=False,
        use_missing_sentinel=True,
        use_schema_description=True,
        use_single_line_docstring=True,
        use_type_alias_type=True,
        field_constraints=True,
    )


def _tidied(source: str, module: ast.Module) -> str:
    """Write the imports as linters want them, those of the package last; no line ends in spaces."""
    written = re.sub(r"[ \t]+$", "", source, flags=re.MULTILINE)
    lines = _MANY_BASES.sub(r"\1,):", written).split("\n")
    body = module.body
    imports = [each for each in body if isinstance(each, ast.ImportFrom)]
    if not imports:
        return source
    for statement in imports:
        first, last = statement.lineno - 1, statement.end_lineno or 0
        lines[first:last] = [""] * (last - first)
    names = (each for statement in imports for each in _names(statement))
    unused = set[tuple[str, str]]()
    if "Optional[" not in source:
        unused.add(("typing", "Optional"))
    if not any(isinstance(each, ast.ClassDef) for each in body):
        unused.add((f".{_BASE_MODULE}", "Model"))
    used = [each for each in names if each not in unused]
    lines[imports[0].lineno - 1] = import_block(used)
    return "\n".join(lines)


def _names(statement: ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Give the module and the name of each import, with the name that it gets here."""
    module = str(statement.module)
    for each in statement.names:
        home = _HOMES.get((module, each.name))
        yield f".{home}" if home else module, ast.unparse(each)


def _without_calls(source: str) -> str:
    """Build no model before it is used: then every name that it knows is there.

    A nullable union of names that come later is written as linters want it: with None in it.
    """
    lazy = re.sub(r"^\w+\.model_rebuild\(\)$", "", source, flags=re.MULTILINE)
    return re.sub(r"Optional\[Union\[(.+)\]\]", r"Union[\1, None]", lazy)


def _defined(module: ast.Module) -> set[str]:
    """List the names that a module's own statements bind."""
    names: set[str] = set()
    for statement in module.body:
        match statement:
            case ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]):
                names.add(name)
            case _:
                pass
    return names
