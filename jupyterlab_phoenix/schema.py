"""Which column plays which role."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from .errors import RequestError
from .frames import is_unicode


def _refuse_change(self: object, *_args: object, **_kwargs: object) -> NoReturn:
    raise TypeError("Cannot change a Schema: make a changed copy with schema.replace(…)")


class _Names(list[str]):
    """A list of column names that cannot be changed; equal to the plain list."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse_change
    append = extend = insert = remove = pop = clear = sort = reverse = _refuse_change

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _Names, (list(self),)


class _Embeddings(dict[str, "EmbeddingColumnNames"]):
    """Embeddings by display name that cannot be changed; equal to the plain dict."""

    __setitem__ = __delitem__ = __ior__ = _refuse_change
    update = setdefault = pop = popitem = clear = _refuse_change

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _Embeddings, (dict(self),)


def to_label(value: object, field: str) -> str:
    """A column label as text. Labels need not be text in pandas: 0 becomes "0"."""
    if isinstance(value, str):
        if not is_unicode(value):
            raise RequestError(f"Cannot use {value!a:.80} as {field}: it is not valid Unicode", code="schema/invalid")
        return str(value)
    is_container = isinstance(value, (bytes, Iterable, EmbeddingColumnNames))
    if value is None or isinstance(value, bool) or is_container:
        raise RequestError(f"Cannot use {value!r:.80} as {field}: one column name is needed", code="schema/invalid")
    return str(value)


def _to_labels(values: object, field: str) -> _Names | None:
    if values is None:
        return None
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise RequestError(
            f"Cannot use {values!r:.80} as {field}: a list of column names is needed",
            code="schema/invalid",
        )
    return _Names(to_label(value, f"an entry of {field}") for value in values)


@dataclasses.dataclass(frozen=True)
class EmbeddingColumnNames:
    """The columns of one embedding.

    Args:
        vector_column_name: column of vectors: per row a list, a one-dimensional array of numbers, or nothing. All
            vectors of a column have one length, at least 2.
        raw_data_column_name: column with the text that was embedded.
        link_to_data_column_name: column with the address (http, file or ``data:``) of the image, sound or video
            that was embedded.
    """

    vector_column_name: str
    raw_data_column_name: str | None = None
    link_to_data_column_name: str | None = None

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if value is not None or field.name == "vector_column_name":
                object.__setattr__(self, field.name, to_label(value, field.name))

    def column_names(self) -> list[str]:
        """Every column that is named, the vector first."""
        names = (getattr(self, field.name) for field in dataclasses.fields(self))
        return [name for name in names if name is not None]


@dataclasses.dataclass(frozen=True)
class RetrievalEmbeddingColumnNames(EmbeddingColumnNames):
    """The columns of a query that retrieved documents of the corpus.

    Args:
        context_retrieval_ids_column_name: per row a list of ids of the corpus.
        context_retrieval_scores_column_name: per row a list of numbers, paired with the ids by position; may be shorter
            or missing.
    """

    context_retrieval_ids_column_name: str | None = None
    context_retrieval_scores_column_name: str | None = None


_LABEL_FIELDS = (
    "prediction_id_column_name",
    "id_column_name",
    "timestamp_column_name",
    "prediction_label_column_name",
    "prediction_score_column_name",
    "actual_label_column_name",
    "actual_score_column_name",
)
_LIST_FIELDS = ("feature_column_names", "tag_column_names", "excluded_column_names")


@dataclasses.dataclass(frozen=True)
class Schema:
    """The roles of the columns of a data set; immutable, every field optional.

    Args:
        prediction_id_column_name: unique id of a row; without it ids are made up.
        timestamp_column_name: time of a row: datetimes (without a zone they are local time), ISO 8601 text, or Unix
            seconds; without it all rows happened now.
        feature_column_names: inputs of the model; None or an empty list takes every column that nothing else claims.
        tag_column_names: further columns that describe a row.
        prediction_label_column_name: the class that was predicted.
        prediction_score_column_name: the number that was predicted.
        actual_label_column_name: the true class.
        actual_score_column_name: the true number.
        prompt_column_names: embedding of the prompt of a language model, or of the query of a retriever.
        response_column_names: embedding of the response, or the column with its text.
        document_column_names: embedding of the documents of a corpus; another spelling of ``prompt_column_names``.
        embedding_feature_column_names: further embeddings by display name.
        excluded_column_names: columns, and display names of embeddings, to leave out.
        id_column_name: another spelling of ``prediction_id_column_name``, which it overrides.

    Raises:
        RequestError: a field has a value of the wrong kind.
    """

    prediction_id_column_name: str | None = None
    id_column_name: str | None = None
    timestamp_column_name: str | None = None
    feature_column_names: list[str] | None = None
    tag_column_names: list[str] | None = None
    prediction_label_column_name: str | None = None
    prediction_score_column_name: str | None = None
    actual_label_column_name: str | None = None
    actual_score_column_name: str | None = None
    prompt_column_names: EmbeddingColumnNames | RetrievalEmbeddingColumnNames | None = None
    response_column_names: str | EmbeddingColumnNames | None = None
    document_column_names: EmbeddingColumnNames | None = None
    embedding_feature_column_names: dict[str, EmbeddingColumnNames] | None = None
    excluded_column_names: list[str] | None = None

    def __post_init__(self) -> None:
        for name in _LABEL_FIELDS:
            if getattr(self, name) is not None:
                self._set(name, to_label(getattr(self, name), name))
        for name in _LIST_FIELDS:
            self._set(name, _to_labels(getattr(self, name), name))
        for name in ("prompt_column_names", "document_column_names"):
            if getattr(self, name) is not None:
                _check_embedding(getattr(self, name), name)
        if self.response_column_names is not None and not isinstance(self.response_column_names, EmbeddingColumnNames):
            self._set("response_column_names", to_label(self.response_column_names, "response_column_names"))
        self._set("embedding_feature_column_names", _to_embeddings(self.embedding_feature_column_names))
        if self.id_column_name is not None:
            self._set("prediction_id_column_name", self.id_column_name)
            self._set("id_column_name", None)
        if self.document_column_names is not None:
            self._set("prompt_column_names", self.document_column_names)
            self._set("document_column_names", None)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def replace(self, **changes: Any) -> Schema:
        """A copy with the given fields changed."""
        unknown = [name for name in changes if name not in _FIELD_NAMES]
        if unknown:
            raise RequestError(f"Cannot change {unknown[0]!r}: a Schema has no such field", code="schema/invalid")
        return dataclasses.replace(self, **changes)

    def to_json(self) -> str:
        """All fields that are set, as a JSON object; ``Schema.from_json`` reads it back unchanged."""
        fields = {name: _to_plain(getattr(self, name)) for name in _FIELD_NAMES}
        return json.dumps({k: v for k, v in fields.items() if v is not None}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Schema:
        """Reads what ``to_json`` wrote.

        Raises:
            RequestError: the text is no such JSON object.
        """
        try:
            fields = json.loads(text)
        except (TypeError, ValueError) as error:
            raise RequestError(f"Cannot read a Schema: not JSON ({error})", code="schema/invalid") from error
        if not isinstance(fields, dict) or not _FIELD_NAMES.issuperset(fields):
            raise RequestError("Cannot read a Schema: not an object with the fields of a Schema", code="schema/invalid")
        for name in ("prompt_column_names", "response_column_names", "document_column_names"):
            if isinstance(fields.get(name), dict):
                fields[name] = _from_plain(fields[name])
        embeddings = fields.get("embedding_feature_column_names")
        if isinstance(embeddings, dict):
            fields["embedding_feature_column_names"] = {
                name: _from_plain(columns) for name, columns in embeddings.items()
            }
        return cls(**fields)

    def __repr__(self) -> str:
        named = ((name, getattr(self, name)) for name in _FIELD_NAMES_IN_ORDER)
        shown = ", ".join(f"{name}={value!r}" for name, value in named if value is not None)
        return f"Schema({shown})"


_FIELD_NAMES_IN_ORDER = tuple(field.name for field in dataclasses.fields(Schema))
_FIELD_NAMES = frozenset(_FIELD_NAMES_IN_ORDER)
_RETRIEVAL_FIELDS = frozenset(field.name for field in dataclasses.fields(RetrievalEmbeddingColumnNames))
_EMBEDDING_FIELDS = frozenset(field.name for field in dataclasses.fields(EmbeddingColumnNames))


def _check_embedding(value: object, field: str) -> EmbeddingColumnNames:
    if not isinstance(value, EmbeddingColumnNames):
        raise RequestError(
            f"Cannot use {value!r:.80} as {field}: EmbeddingColumnNames are needed",
            code="schema/invalid",
        )
    return value


def _to_embeddings(value: object) -> _Embeddings | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise RequestError(
            f"Cannot use {value!r:.80} as embedding_feature_column_names: "
            "a dict from names to EmbeddingColumnNames is needed",
            code="schema/invalid",
        )
    return _Embeddings(
        (
            to_label(name, "the name of an embedding"),
            _check_embedding(columns, f"embedding_feature_column_names[{name!r}]"),
        )
        for name, columns in value.items()
    )


def _to_plain(value: object) -> Any:
    if isinstance(value, EmbeddingColumnNames):
        plain = {
            field.name: getattr(value, field.name)
            for field in dataclasses.fields(value)
            if getattr(value, field.name) is not None
        }
        # Which of the two classes it was must survive, also when no retrieval column is named.
        return {"retrieval": True, **plain} if isinstance(value, RetrievalEmbeddingColumnNames) else plain
    if isinstance(value, dict):
        return {name: _to_plain(columns) for name, columns in value.items()}
    return value


def _from_plain(value: object) -> EmbeddingColumnNames:
    if not isinstance(value, dict):
        raise RequestError(f"Cannot read {value!r:.80} as EmbeddingColumnNames", code="schema/invalid")
    fields = dict(value)
    is_retrieval = fields.pop("retrieval", False) or not _EMBEDDING_FIELDS.issuperset(fields)
    if not _RETRIEVAL_FIELDS.issuperset(fields) or "vector_column_name" not in fields:
        raise RequestError(f"Cannot read {value!r:.80} as EmbeddingColumnNames", code="schema/invalid")
    return (RetrievalEmbeddingColumnNames if is_retrieval else EmbeddingColumnNames)(**fields)
