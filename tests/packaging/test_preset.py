"""The options that stand for the preset of the model generator are the ones it has."""

from datamodel_code_generator.config import GenerateConfig
from datamodel_code_generator.enums import DataModelType, InputFileType
from datamodel_code_generator.format import PythonVersion
from datamodel_code_generator.preset import PresetContext, resolve_preset_config_updates

from bothends.models import PRESET

SAID = {
    "allow_population_by_field_name",
    "collapse_root_models",
    "disable_timestamp",
    "enum_field_as_literal",
    "field_constraints",
    "formatters",
    "naming_strategy",
    "target_pydantic_version",
    "target_python_version",
    "treat_dot_as_module",
    "use_annotated",
    "use_double_quotes",
    "use_frozen_field",
    "use_missing_sentinel",
    "use_single_line_docstring",
    "use_type_alias_type",
}
"""Options that are given anyway, which a preset leaves alone."""


def test_the_preset_is_spelled_out() -> None:
    resolved = resolve_preset_config_updates(
        "standard-py311-20261027",
        context=PresetContext(
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
        ),
        use_annotated=True,
        explicit_fields=SAID,
    )
    defaults = GenerateConfig.model_fields
    updates = resolved.updates().items()
    assert {
        name: value
        for name, value in updates
        if value != defaults[name].default and name not in SAID
    } == PRESET
