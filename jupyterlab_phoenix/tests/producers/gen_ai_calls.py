"""The calls of the OpenAI client, told in OpenTelemetry's `gen_ai` words."""

from __future__ import annotations

from . import openai_calls


def run(base_url: str) -> None:
    """What ``openai_calls`` has."""
    openai_calls.run(base_url)
