"""A match statement in an async loop that never ends."""
from __future__ import annotations

import json
import os

import aiohttp

URL = "https://123-abc-456.mktorest.com/rest/v1/leads.json"


async def refresh_token(session: aiohttp.ClientSession) -> None:
    async with session.get("https://123-abc-456.mktorest.com/identity/oauth/token") as response:
        os.environ["TOKEN"] = (await response.json())["access_token"]


async def leads(session: aiohttp.ClientSession, query: str) -> list[dict]:
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
            case code:
                raise RuntimeError(code)
