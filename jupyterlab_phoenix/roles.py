"""Which columns of a frame survive, and what the schema says of them once exclusions and inference are worked in."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from .errors import (
    DatasetError,
    DatasetFault,
    InvalidEmbeddingReservedName,
    InvalidSchemaError,
    MissingColumns,
)
from .schema import EmbeddingColumnNames, RetrievalEmbeddingColumnNames, Schema

SINGLE_ROLES = (
    "prediction_id_column_name",
    "timestamp_column_name",
    "prediction_label_column_name",
    "prediction_score_column_name",
    "actual_label_column_name",
    "actual_score_column_name",
)
# Made up for data sets that have no ids; a column of that name is never taken for a feature.
RESERVED_COLUMN = "prediction_id"


@dataclasses.dataclass(frozen=True)
class Roles:
    """What becomes of a frame: the columns that stay, in its order, and the schema that describes just these."""

    schema: Schema
    columns: list[str]
    warnings: list[str]

    def vectors(self) -> list[tuple[str, str]]:
        """Display name and vector column of every embedding: features first, then prompt and response."""
        return vectors_of(self.schema)


def vectors_of(schema: Schema) -> list[tuple[str, str]]:
    """Display name and vector column of every embedding of a schema."""
    named = [
        (name, columns.vector_column_name) for name, columns in (schema.embedding_feature_column_names or {}).items()
    ]
    return named + [
        (columns.vector_column_name, columns.vector_column_name)
        for columns in (schema.prompt_column_names, schema.response_column_names)
        if isinstance(columns, EmbeddingColumnNames)
    ]


def find_missing_columns(schema: Schema, columns: Sequence[str]) -> list[DatasetFault]:
    """One fault that lists every column that the schema names and the frame lacks, in schema order.

    Tags, the text of a response and the columns of a retrieval may be missing: they are then empty.
    """
    named = [getattr(schema, role) for role in SINGLE_ROLES[:2]]
    named += schema.feature_column_names or []
    named += [getattr(schema, role) for role in SINGLE_ROLES[2:]]
    embeddings = [schema.prompt_column_names, schema.response_column_names]
    embeddings += (schema.embedding_feature_column_names or {}).values()
    for embedding in embeddings:
        if isinstance(embedding, EmbeddingColumnNames):
            named += [
                embedding.vector_column_name,
                embedding.raw_data_column_name,
                embedding.link_to_data_column_name,
            ]
    present = set(columns)
    missing = [name for name in dict.fromkeys(named) if name is not None and name not in present]
    if not missing:
        return []
    listed = ", ".join(f'"{name}"' for name in missing)
    found = ", ".join(f'"{name}"' for name in columns[:12]) or "none"
    more = f" and {len(columns) - 12:,} more" if len(columns) > 12 else ""
    return [
        MissingColumns(
            f"The data has no column{'s' if len(missing) > 1 else ''} {listed} that the schema names: "
            f"its columns are {found}{more}"
        )
    ]


def find_schema_faults(schema: Schema) -> list[DatasetFault]:
    """Faults of the schema alone: ids or times that are excluded."""
    excluded = set(schema.excluded_column_names or [])
    return [
        InvalidSchemaError(f'Cannot exclude "{getattr(schema, role)}": it is named as {role}; drop one of the two')
        for role in SINGLE_ROLES[:2]
        if getattr(schema, role) in excluded
    ]


def find_reserved_names(schema: Schema) -> list[DatasetFault]:
    """Embeddings called ``prompt`` or ``response`` beside the role of that name."""
    return [
        InvalidEmbeddingReservedName(
            f'Cannot call an embedding "{name}" while {name}_column_names is set: rename the embedding'
        )
        for name in ("prompt", "response")
        if name in (schema.embedding_feature_column_names or {}) and getattr(schema, f"{name}_column_names") is not None
    ]


def read_roles(schema: Schema, columns: Sequence[str]) -> Roles:
    """Works exclusions and inference of features into the schema.

    Args:
        schema: as the user wrote it.
        columns: labels of the frame, each once, in order.

    Returns:
        A schema without exclusions whose feature list is complete, and the columns it names that the frame has.
    """
    excluded = set(schema.excluded_column_names or [])
    warnings = _warn_of_exclusions(schema, columns)
    changes: dict[str, object] = {"excluded_column_names": None}
    for role in SINGLE_ROLES:
        if getattr(schema, role) in excluded:
            changes[role] = None
    for role in ("prompt_column_names", "response_column_names"):
        value = getattr(schema, role)
        vector = value.vector_column_name if isinstance(value, EmbeddingColumnNames) else value
        if vector in excluded:
            changes[role] = None
    embeddings = schema.embedding_feature_column_names or {}
    kept = {name: value for name, value in embeddings.items() if name not in excluded}
    changes["embedding_feature_column_names"] = kept or None
    tags = [name for name in schema.tag_column_names or [] if name not in excluded]
    changes["tag_column_names"] = tags or None
    if schema.feature_column_names:
        features = [name for name in schema.feature_column_names if name not in excluded]
    else:
        claimed = _claimed(schema) | excluded | {RESERVED_COLUMN}
        features = [name for name in columns if name not in claimed]
        if RESERVED_COLUMN in columns and RESERVED_COLUMN not in _claimed(schema) | excluded:
            warnings.append(
                f'Column "{RESERVED_COLUMN}" is left out: that name is reserved for ids; '
                "name it as prediction_id_column_name to use it"
            )
    changes["feature_column_names"] = features or None
    parsed = schema.replace(**changes)
    named = _claimed(parsed)
    return Roles(parsed, [name for name in columns if name in named], warnings)


def _claimed(schema: Schema) -> set[str]:
    names = {getattr(schema, role) for role in SINGLE_ROLES}
    names.update(schema.feature_column_names or [], schema.tag_column_names or [])
    values = [schema.prompt_column_names, schema.response_column_names]
    values += (schema.embedding_feature_column_names or {}).values()
    for value in values:
        names.update(value.column_names() if isinstance(value, EmbeddingColumnNames) else [value])
    names.discard(None)
    return names


def _warn_of_exclusions(schema: Schema, columns: Sequence[str]) -> list[str]:
    warnings = []
    embeddings = schema.embedding_feature_column_names or {}
    owners = {
        column: name
        for name, value in embeddings.items()
        if name not in (schema.excluded_column_names or [])
        for column in value.column_names()
        if column != name
    }
    unknown = []
    for name in schema.excluded_column_names or []:
        if name in owners:
            warnings.append(
                f'Excluding column "{name}" has no effect: exclude the embedding "{owners[name]}" it belongs to'
            )
        elif name not in embeddings and name not in columns:
            unknown.append(f'"{name}"')
    if unknown:
        warnings.append(f"Excluded names that the data does not have: {', '.join(unknown)}")
    return warnings


def check_schema(schema: object) -> Schema:
    """The schema itself, or the one of the Arize SDK read as ours.

    Raises:
        DatasetError: it is neither.
    """
    if isinstance(schema, Schema):
        return schema
    if type(schema).__module__.split(".")[0] == "arize" and type(schema).__name__ == "Schema":
        return _from_arize(schema)
    raise DatasetError(f"Cannot read a {type(schema).__name__} as a schema", hint="Hand over a px.Schema(…)")


def _from_arize(schema: object) -> Schema:
    def embedding(value: object) -> EmbeddingColumnNames | None:
        if value is None:
            return None
        return EmbeddingColumnNames(
            vector_column_name=getattr(value, "vector_column_name"),  # noqa: B009
            raw_data_column_name=getattr(value, "data_column_name", None),
            link_to_data_column_name=getattr(value, "link_to_data_column_name", None),
        )

    roles = {role: getattr(schema, role, None) for role in SINGLE_ROLES}
    prompt = embedding(getattr(schema, "prompt_column_names", None))
    response = getattr(schema, "response_column_names", None)
    return Schema(
        **roles,
        feature_column_names=getattr(schema, "feature_column_names", None),
        tag_column_names=getattr(schema, "tag_column_names", None),
        prompt_column_names=prompt
        and RetrievalEmbeddingColumnNames(**{f: getattr(prompt, f) for f in prompt.__dataclass_fields__}),
        response_column_names=response if isinstance(response, str) else embedding(response),
        embedding_feature_column_names={
            name: embedding(value)  # type: ignore[misc]
            for name, value in (getattr(schema, "embedding_feature_column_names", None) or {}).items()
        }
        or None,
    )
