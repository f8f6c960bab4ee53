import asyncio
from enum import Enum

import aiohttp

BASE = "https://project.feishu.cn/open_api"


class Policy(Enum):
    RETRY = 1
    RENEW = 2
    FAIL = 3


def policy_of(answer):
    """A mapper to policies."""
    err_code = answer["err_code"]
    if err_code == 10022:
        return Policy.RENEW
    if err_code == 10429:
        return Policy.RETRY
    return Policy.FAIL


async def post(session: aiohttp.ClientSession, path: str, body: dict, token: str) -> dict:
    async with session.post(BASE + path, json=body, headers={"X-PLUGIN-TOKEN": token}) as response:
        return await response.json()


async def renew_token(session, plugin):
    answer = await post(session, "/authen/plugin_token", plugin, "")
    return answer["data"]["token"]


async def query(session, project, ids, plugin):
    token = await renew_token(session, plugin)
    for attempt in range(5):
        answer = await post(session, f"/{project}/work_item/story/query", {"work_item_ids": ids}, token)
        if answer["err_code"] == 0:
            return answer["data"]
        policy = policy_of(answer)
        if policy is Policy.FAIL:
            raise RuntimeError(answer["err_msg"])
        if policy is Policy.RENEW:
            token = await renew_token(session, plugin)
        await asyncio.sleep(2**attempt)
    raise RuntimeError("no answer after 5 attempts")


async def comment(session, item, content, token):
    """Early returns in sequence, and no second try anywhere."""
    answer = await post(session, f"/work_item/story/{item}/comment/create", {"content": content}, token)
    if answer["err_code"] == 0:
        return answer["data"]
    if answer["err_code"] == 10429:
        raise RuntimeError("too many requests")
    if answer["err_code"] == 20006:
        return None
    raise RuntimeError(answer["err_msg"])
