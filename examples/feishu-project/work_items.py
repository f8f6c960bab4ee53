"""Reads and changes work items of Feishu Project."""

import time

import requests

BASE = "https://project.feishu.cn/open_api"
MAX_ATTEMPTS = 5


class FeishuProjectError(Exception):
    """An answer that trying again doesn't mend."""


class WorkItems:
    def __init__(self, plugin_id, plugin_secret, user_key):
        self.plugin_id = plugin_id
        self.plugin_secret = plugin_secret
        self.user_key = user_key
        self.token = ""

    def refresh_token(self):
        body = {"plugin_id": self.plugin_id, "plugin_secret": self.plugin_secret}
        answer = requests.post(f"{BASE}/authen/plugin_token", json=body, timeout=30).json()
        self.token = answer["data"]["token"]

    def query(self, project_key, ids):
        path = f"{BASE}/{project_key}/work_item/story/query"
        for attempt in range(1, MAX_ATTEMPTS + 1):
            headers = {"X-PLUGIN-TOKEN": self.token, "X-USER-KEY": self.user_key}
            answer = requests.post(path, json={"work_item_ids": ids}, headers=headers, timeout=30).json()
            err_code = answer.get("err_code", 0)
            if err_code == 0:
                return answer["data"]
            if err_code == 10022:
                self.refresh_token()
                continue
            elif err_code == 10429:
                # 15 requests a second for each token and interface.
                time.sleep(attempt)
                continue
            elif err_code == 10022:
                raise FeishuProjectError("the plugin token was refused twice")
            raise FeishuProjectError(f"{err_code}: {answer.get('err_msg')}")
        raise FeishuProjectError(f"no answer after {MAX_ATTEMPTS} attempts")
