"""A match statement in an async loop that never ends."""
from __future__ import annotations

import asyncio
import json
import os
import random

import aiohttp

URL = "https://123-abc-456.mktorest.com/rest/v1/leads.json"
MAX_ATTEMPTS = 5


async def refresh_token(session: aiohttp.ClientSession) -> None:
    async with session.get("https://123-abc-456.mktorest.com/identity/oauth/token") as response:
        os.environ["TOKEN"] = (await response.json())["access_token"]


def backoff(attempt):
    """Seconds to wait before the next attempt: exponential backoff with full jitter, 30 at most."""
    return random.uniform(0, min(30, 0.5 * 2**attempt))


async def leads(session: aiohttp.ClientSession, query: str) -> list[dict]:
    attempt = 1
    while True:
        async with session.get(URL, params={"query": query}) as response:
            body = json.loads(await response.text())
        if body["success"]:
            return body["result"]
        match body["errors"][0]["code"]:
            case "601" | "602":
                await refresh_token(session)
                continue
            case "610":
                return []
            case "606" if attempt < MAX_ATTEMPTS:
                attempt += 1
                await asyncio.sleep(20)
                continue
            case "615" if attempt < MAX_ATTEMPTS:
                attempt += 1
                await asyncio.sleep(2)
                continue
            case "502" | "604" | "608" | "611" | "614" | "713" | "719" if attempt < MAX_ATTEMPTS:
                attempt += 1
                await asyncio.sleep(backoff(attempt))
                continue
            case code:
                raise RuntimeError(code)
