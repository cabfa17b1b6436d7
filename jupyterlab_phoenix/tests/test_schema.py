import pickle

import pytest

from jupyterlab_phoenix.errors import RequestError
from jupyterlab_phoenix.schema import EmbeddingColumnNames, RetrievalEmbeddingColumnNames, Schema
from jupyterlab_phoenix.session import to_wire


def test_id_column_name_overrides_prediction_id_column_name():
    schema = Schema(prediction_id_column_name="a", id_column_name="b")
    assert (schema.prediction_id_column_name, schema.id_column_name) == ("b", None)


def test_document_columns_move_into_the_prompt():
    document = EmbeddingColumnNames("v", raw_data_column_name="text")
    schema = Schema(document_column_names=document, prompt_column_names=EmbeddingColumnNames("other"))
    assert schema == Schema(prompt_column_names=document)
    assert schema.document_column_names is None


def test_schema_cannot_be_changed():
    schema = Schema(feature_column_names=["a"], embedding_feature_column_names={"e": EmbeddingColumnNames("v")})
    with pytest.raises(AttributeError):
        schema.timestamp_column_name = "t"
    with pytest.raises(TypeError, match=r"schema\.replace"):
        schema.feature_column_names.append("b")
    with pytest.raises(TypeError, match=r"schema\.replace"):
        schema.embedding_feature_column_names["x"] = EmbeddingColumnNames("w")
    assert schema.feature_column_names == ["a"]


def test_schema_does_not_follow_the_list_it_was_made_from():
    names = ["a"]
    schema = Schema(feature_column_names=names)
    names.append("b")
    assert schema.feature_column_names == ["a"]


def test_replace_changes_a_copy():
    schema = Schema(timestamp_column_name="t", tag_column_names=["x"])
    changed = schema.replace(timestamp_column_name="u")
    assert (changed.timestamp_column_name, changed.tag_column_names) == ("u", ["x"])
    assert schema.timestamp_column_name == "t"
    with pytest.raises(RequestError, match=r"'colour'.*no such field"):
        schema.replace(colour="red")


FULL = Schema(
    prediction_id_column_name="id",
    timestamp_column_name="t",
    feature_column_names=["a", "ö", ""],
    tag_column_names=["b"],
    prediction_label_column_name="pl",
    prediction_score_column_name="ps",
    actual_label_column_name="al",
    actual_score_column_name="as",
    prompt_column_names=RetrievalEmbeddingColumnNames("v", "raw", "link", "ids", "scores"),
    response_column_names=EmbeddingColumnNames("w", "text", "picture"),
    embedding_feature_column_names={
        "__proto__": EmbeddingColumnNames("x", link_to_data_column_name="url"),
        "🙂": RetrievalEmbeddingColumnNames("y"),
    },
    excluded_column_names=["z"],
)


@pytest.mark.parametrize(
    "schema",
    [Schema(), FULL, Schema(response_column_names="answer"), Schema(feature_column_names=[])],
    ids=["empty", "full", "text", "none"],
)
def test_json_round_trip_keeps_everything(schema):
    again = Schema.from_json(schema.to_json())
    assert again == schema
    assert type(again.prompt_column_names) is type(schema.prompt_column_names)


def test_json_round_trip_keeps_the_kind_of_an_embedding():
    embeddings = Schema.from_json(FULL.to_json()).embedding_feature_column_names
    assert [type(value).__name__ for value in embeddings.values()] == [
        "EmbeddingColumnNames",
        "RetrievalEmbeddingColumnNames",
    ]


def test_schemas_can_be_hashed_and_pickled():
    assert len({FULL, Schema.from_json(FULL.to_json())}) == 1
    assert pickle.loads(pickle.dumps(FULL)) == FULL


def test_labels_that_are_no_text_become_text():
    schema = Schema(timestamp_column_name=3, feature_column_names=[0, 1.5])
    assert (schema.timestamp_column_name, schema.feature_column_names) == ("3", ["0", "1.5"])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"timestamp_column_name": ["a"]}, "one column name is needed"),
        ({"feature_column_names": "age"}, "'age' as feature_column_names: a list"),
        ({"feature_column_names": [None]}, "None as an entry of feature_column_names"),
        ({"embedding_feature_column_names": {"e": "v"}}, "EmbeddingColumnNames are needed"),
        ({"embedding_feature_column_names": ["v"]}, "a dict from names"),
        ({"prompt_column_names": "v"}, "'v' as prompt_column_names"),
    ],
)
def test_wrong_kinds_are_refused_with_one_sentence(fields, message):
    with pytest.raises(RequestError, match=message):
        Schema(**fields)


@pytest.mark.parametrize("text", ["", "[]", '{"colour": 1}', '{"prompt_column_names": {}}', None])
def test_from_json_refuses_other_text(text):
    with pytest.raises(RequestError, match="Cannot read"):
        Schema.from_json(text)


def test_embedding_needs_a_vector_column():
    with pytest.raises(RequestError, match="vector_column_name"):
        EmbeddingColumnNames(None)


def test_the_wire_has_every_field_under_its_name_of_the_contract():
    assert to_wire(FULL.replace(excluded_column_names=None)) == {
        "predictionIdColumnName": "id",
        "timestampColumnName": "t",
        "featureColumnNames": ["a", "ö", ""],
        "tagColumnNames": ["b"],
        "predictionLabelColumnName": "pl",
        "predictionScoreColumnName": "ps",
        "actualLabelColumnName": "al",
        "actualScoreColumnName": "as",
        "promptColumnNames": {
            "vectorColumnName": "v",
            "rawDataColumnName": "raw",
            "linkToDataColumnName": "link",
            "contextRetrievalIdsColumnName": "ids",
            "contextRetrievalScoresColumnName": "scores",
        },
        "responseColumnNames": {
            "vectorColumnName": "w",
            "rawDataColumnName": "text",
            "linkToDataColumnName": "picture",
        },
        "embeddingFeatures": [
            {"name": "__proto__", "vectorColumnName": "x", "linkToDataColumnName": "url"},
            {"name": "🙂", "vectorColumnName": "y"},
        ],
    }
    assert to_wire(Schema(response_column_names="answer")) == {"responseColumnNames": "answer"}
