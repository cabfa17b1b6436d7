"""Programs that real SDKs instrument; each has `run(base_url)`, which calls a model there."""
