"""A chain with a retriever, a model that calls a tool, a stream and a refusal, in LangChain."""

from __future__ import annotations

import contextlib

import openai
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from langchain_core.tools import tool
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_openai import ChatOpenAI

MODEL = "gpt-4o-mini"


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return f"It is dark in {city}"


def run(base_url: str) -> None:
    """Questions answered from documents, once whole and once as a stream; a tool; a model that refuses."""
    model = ChatOpenAI(model=MODEL, base_url=base_url, api_key="none", max_retries=0, stream_usage=True)
    store = InMemoryVectorStore(DeterministicFakeEmbedding(size=4))
    store.add_documents(
        [
            Document("Owls hunt at night", id="d1", metadata={"source": "book", "page": 3}),
            Document("Mice sleep by day", id="d2", metadata={"source": "web", "page": 1}),
        ]
    )
    prompt = ChatPromptTemplate.from_messages([("system", "Use: {context}"), ("human", "{question}")])
    retriever = store.as_retriever(search_kwargs={"k": 2})
    context = retriever | RunnableLambda(lambda documents: "\n".join(d.page_content for d in documents))
    chain = {"context": context, "question": RunnablePassthrough()} | prompt | model | StrOutputParser()
    chain.invoke("When do owls hunt?")
    for _ in chain.stream("When do owls hunt?"):
        pass
    answer = model.bind_tools([weather]).invoke("Is it dark in Köln?")
    weather.invoke(answer.tool_calls[0])
    with contextlib.suppress(openai.RateLimitError):
        ChatOpenAI(model="busy-model", base_url=base_url, api_key="none", max_retries=0).invoke("Hello")
