"""A query engine over documents, chats and a refusal, in LlamaIndex."""

from __future__ import annotations

import contextlib

import openai
from llama_index.core import Document, MockEmbedding, VectorStoreIndex
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.llms.openai import OpenAI

MODEL = "gpt-4o-mini"


def weather(city: str) -> str:
    """The weather of a city."""
    return f"It is dark in {city}"


def run(base_url: str) -> None:
    """A question answered from documents; chats, plain, streamed and with a tool; a model that refuses."""
    model = OpenAI(model=MODEL, api_base=base_url, api_key="none", max_retries=0)
    documents = [
        Document(text="Owls hunt at night", metadata={"source": "book", "page": 3}),
        Document(text="Mice sleep by day", metadata={"source": "web", "page": 1}),
    ]
    index = VectorStoreIndex.from_documents(documents, embed_model=MockEmbedding(embed_dim=4))
    index.as_query_engine(llm=model, similarity_top_k=2).query("When do owls hunt?")
    question = [ChatMessage(role="system", content="Be brief"), ChatMessage(role="user", content="When do owls hunt?")]
    model.chat(question)
    for _ in model.stream_chat(question, stream_options={"include_usage": True}):
        pass
    model.chat_with_tools([FunctionTool.from_defaults(weather)], user_msg="Is it dark in Köln?")
    broken = OpenAI(model="busy-model", api_base=base_url, api_key="none", max_retries=0)
    with contextlib.suppress(openai.RateLimitError, ValueError):
        broken.chat(question)
