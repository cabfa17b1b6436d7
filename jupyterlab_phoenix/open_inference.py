"""Frames whose column names follow OpenInference: ``:category.datatype[.specifier]:name``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .errors import DatasetError
from .frames import read_frame
from .schema import EmbeddingColumnNames, RetrievalEmbeddingColumnNames, Schema

_NAME = re.compile(r":(\w+)\.(\[\w+\]|\w+)(?:\.(\w+))?:(.*)", re.DOTALL)
_CATEGORIES = ("id", "timestamp", "feature", "tag", "prediction", "actual")
_DEFAULT = "default"
_SPECIFIERS = (
    _DEFAULT,
    "score",
    "label",
    "embedding",
    "raw_data",
    "link_to_data",
    "retrieved_document_ids",
    "retrieved_document_scores",
)


@dataclass(frozen=True)
class _Column:
    label: str
    category: str
    specifier: str
    name: str


def read_open_inference(data: Any) -> tuple[Any, Schema]:
    """The frame under plain column names, and the schema that its names tell.

    Raises:
        DatasetError: a name does not follow the grammar, or the columns of one name do not fit together.
    """
    columns = [_parse(label) for label in read_frame(data).labels]
    groups: dict[str, list[_Column]] = {}
    for column in columns:
        groups.setdefault(column.name, []).append(column)
    fields: dict[str, Any] = {"feature_column_names": [], "tag_column_names": [], "embedding_feature_column_names": {}}
    renamed: dict[str, str] = {}
    for name in sorted(groups):
        _add_group(name, groups[name], fields, renamed)
    labels = [renamed.get(column.label, column.label) for column in columns]
    return _rename(data, labels), Schema(**{field: value for field, value in fields.items() if value})


def _parse(label: str) -> _Column:
    match = _NAME.fullmatch(label)
    if match is None:
        raise DatasetError(f'Cannot read the column name "{label}": OpenInference names look like ":feature.float:age"')
    category, _, specifier, name = match.groups()
    category, specifier = category.lower(), (specifier or _DEFAULT).lower()
    if category not in _CATEGORIES:
        raise DatasetError(_unknown(label, "category", category, _CATEGORIES))
    if specifier not in _SPECIFIERS:
        raise DatasetError(_unknown(label, "specifier", specifier, _SPECIFIERS[1:]))
    return _Column(label, category, specifier, name)


def _unknown(label: str, what: str, word: str, known: tuple[str, ...]) -> str:
    return f'Cannot read the column name "{label}": the {what} "{word}" is none of {", ".join(known)}'


def _add_group(name: str, group: list[_Column], fields: dict[str, Any], renamed: dict[str, str]) -> None:
    by_specifier: dict[str, str] = {}
    for column in group:
        if name and by_specifier.setdefault(column.specifier, column.label) != column.label:
            raise DatasetError(f'Cannot tell the columns called "{name}" apart: {_list_labels(group)}')
    if name == "":
        for column in group:
            if column.category not in ("id", "timestamp"):
                raise DatasetError(f'Cannot use column "{column.label}": only ids and timestamps go without a name')
            role = "prediction_id_column_name" if column.category == "id" else "timestamp_column_name"
            fields[role] = column.label
        return
    vector = by_specifier.get("embedding")
    default = by_specifier.get(_DEFAULT)
    if vector is not None:
        renamed[vector] = name
    if name == "response":
        fields["response_column_names"] = _read_response(name, vector, default, renamed, group)
    elif name == "prompt":
        if vector is None:
            raise DatasetError(f'Cannot read "prompt" without an embedding column: it has {_list_labels(group)}')
        fields["prompt_column_names"] = RetrievalEmbeddingColumnNames(
            vector_column_name=name,
            raw_data_column_name=default,
            context_retrieval_ids_column_name=by_specifier.get("retrieved_document_ids"),
            context_retrieval_scores_column_name=by_specifier.get("retrieved_document_scores"),
        )
    elif vector is not None:
        fields["embedding_feature_column_names"][name] = EmbeddingColumnNames(
            vector_column_name=name,
            raw_data_column_name=by_specifier.get("raw_data"),
            link_to_data_column_name=by_specifier.get("link_to_data"),
        )
    elif len(group) > 1:
        raise DatasetError(f'Cannot tell the columns called "{name}" apart: {_list_labels(group)}')
    else:
        renamed[group[0].label] = name
        _add_scalar(name, group[0], fields)


def _read_response(
    name: str, vector: str | None, default: str | None, renamed: dict[str, str], group: list[_Column]
) -> EmbeddingColumnNames | str:
    if vector is not None:
        return EmbeddingColumnNames(vector_column_name=name, raw_data_column_name=default)
    if default is None:
        raise DatasetError(f'Cannot read "response" without a text or embedding column: it has {_list_labels(group)}')
    renamed[default] = name
    return name


def _add_scalar(name: str, column: _Column, fields: dict[str, Any]) -> None:
    if column.category == "feature":
        fields["feature_column_names"].append(name)
    elif column.category == "tag":
        fields["tag_column_names"].append(name)
    elif column.category in ("prediction", "actual"):
        kind = "score" if column.specifier == "score" else "label"
        fields[f"{column.category}_{kind}_column_name"] = name
    elif column.category == "id":
        fields["prediction_id_column_name"] = name
    else:
        fields["timestamp_column_name"] = name


def _list_labels(group: list[_Column]) -> str:
    return ", ".join(f'"{column.label}"' for column in group)


def _rename(data: Any, labels: list[str]) -> Any:
    """A copy of the frame whose columns are called ``labels``."""
    if isinstance(data, dict):
        return dict(zip(labels, data.values(), strict=True))
    if hasattr(data, "set_axis"):
        return data.set_axis(labels, axis=1)
    import pyarrow as pa

    return pa.table(data).rename_columns(labels)
