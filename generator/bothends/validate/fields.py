"""The name of every field of every Object, and the version of the standard it came with."""

from collections.abc import Mapping

from bothends.validate.objects import HOLDERS, Kind, Version


def fields(kind: Kind, version: Version) -> frozenset[str]:
    """Name the fields that `kind` has in this version, extensions aside."""
    return frozenset(
        name for name, since in field_versions(kind).items() if since <= version
    )


def field_versions(kind: Kind) -> Mapping[str, Version]:
    """Map each field of `kind` to the version of the standard it came with."""
    versions: dict[str, Version] = {
        name: version
        for version, names in _PLAIN.get(kind, {}).items()
        for name in names.split()
    }
    for name, field in HOLDERS.get(kind, {}).items():
        versions[name] = field.since
    return versions


_PLAIN: Mapping[Kind, Mapping[Version, str]] = {
    Kind.OPENAPI: {"3.0": "openapi", "3.1": "jsonSchemaDialect", "3.2": "$self"},
    Kind.INFO: {"3.0": "title description termsOfService version", "3.1": "summary"},
    Kind.CONTACT: {"3.0": "name url email"},
    Kind.LICENSE: {"3.0": "name url", "3.1": "identifier"},
    Kind.SERVER: {"3.0": "url description", "3.2": "name"},
    Kind.SERVER_VARIABLE: {"3.0": "enum default description"},
    Kind.PATH_ITEM: {"3.0": "$ref summary description"},
    Kind.OPERATION: {"3.0": "tags summary description operationId deprecated"},
    Kind.EXTERNAL_DOCUMENTATION: {"3.0": "description url"},
    Kind.PARAMETER: {
        "3.0": "name in description required deprecated allowEmptyValue style explode "
        "allowReserved example"
    },
    Kind.HEADER: {
        "3.0": "description required deprecated allowEmptyValue style explode "
        "allowReserved example"
    },
    Kind.REQUEST_BODY: {"3.0": "description required"},
    Kind.MEDIA_TYPE: {"3.0": "example", "3.2": "description"},
    Kind.ENCODING: {"3.0": "contentType style explode allowReserved"},
    Kind.RESPONSE: {"3.0": "description", "3.2": "summary"},
    Kind.EXAMPLE: {
        "3.0": "summary description value externalValue",
        "3.2": "dataValue serializedValue",
    },
    Kind.LINK: {"3.0": "operationRef operationId parameters requestBody description"},
    Kind.TAG: {"3.0": "name description", "3.2": "summary parent kind"},
    Kind.REFERENCE: {"3.0": "$ref", "3.1": "summary description"},
    Kind.SCHEMA: {
        "3.0": "title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum "
        "maxLength minLength pattern maxItems minItems uniqueItems maxProperties "
        "minProperties required enum type description format default nullable readOnly "
        "writeOnly example deprecated",
        "3.1": "$id $schema $ref $anchor $dynamicRef $dynamicAnchor $vocabulary "
        "$comment const minContains maxContains dependentRequired examples "
        "contentEncoding contentMediaType",
    },
    Kind.DISCRIMINATOR: {"3.0": "propertyName mapping", "3.2": "defaultMapping"},
    Kind.XML: {"3.0": "name namespace prefix attribute wrapped", "3.2": "nodeType"},
    Kind.SECURITY_SCHEME: {
        "3.0": "type description name in scheme bearerFormat openIdConnectUrl",
        "3.2": "oauth2MetadataUrl deprecated",
    },
    Kind.OAUTH_FLOW: {
        "3.0": "authorizationUrl tokenUrl refreshUrl scopes",
        "3.2": "deviceAuthorizationUrl",
    },
}
