"""Every kind of call of the OpenAI client."""

from __future__ import annotations

import asyncio
import contextlib

import openai

MODEL = "gpt-4o-mini"
QUESTION = {"role": "user", "content": "When do owls hunt?"}
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "The weather of a city",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        },
    }
]


def run(base_url: str) -> None:
    """Chats, plain and streamed, with tools; responses; embeddings; refusals; an asynchronous call."""
    client = openai.OpenAI(base_url=base_url, api_key="none", max_retries=0)
    _chat(client)
    _call_tool(client)
    client.responses.create(model=MODEL, input="When do owls hunt?", instructions="Be brief")
    for _ in client.responses.create(model=MODEL, input="When do owls hunt?", stream=True):
        pass
    client.embeddings.create(model="text-embedding-3-small", input=["owls", "mice"], encoding_format="float")
    for model in ("busy-model", "broken-model"):
        with contextlib.suppress(openai.APIStatusError):
            client.chat.completions.create(model=model, messages=[QUESTION])
    client.close()
    asyncio.run(_chat_later(base_url))


def _chat(client: openai.OpenAI) -> None:
    messages = [{"role": "system", "content": "Be brief"}, QUESTION]
    client.chat.completions.create(model=MODEL, messages=messages, temperature=0.5, max_tokens=50)
    stream = client.chat.completions.create(
        model=MODEL, messages=messages, stream=True, stream_options={"include_usage": True}
    )
    for _ in stream:
        pass


def _call_tool(client: openai.OpenAI) -> None:
    messages = [{"role": "user", "content": "Is it dark in Köln?"}]
    answer = client.chat.completions.create(model=MODEL, messages=messages, tools=TOOLS)
    call = answer.choices[0].message
    messages = [
        *messages,
        call.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.tool_calls[0].id, "content": '{"dark": true}'},
    ]
    client.chat.completions.create(model=MODEL, messages=messages, tools=TOOLS)


async def _chat_later(base_url: str) -> None:
    async with openai.AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0) as client:
        await client.chat.completions.create(model=MODEL, messages=[QUESTION])
