"""Codes as an exception's attribute, and a set that says which to try again."""
import time

import requests

RETRYABLE_CODES = frozenset({
    10429,  # 15 requests a second
    50006,
})


class ProjectError(Exception):
    def __init__(self, err_code, message):
        super().__init__(message)
        self.err_code = err_code


def post(path, body, token):
    answer = requests.post("https://project.feishu.cn/open_api" + path, json=body, headers={"X-PLUGIN-TOKEN": token}).json()
    if answer["err_code"] != 0:
        raise ProjectError(answer["err_code"], answer["err_msg"])
    return answer["data"]


def create(project_key, fields, token, renew_token=None):
    renewed = False
    for attempt in range(5):
        try:
            return post(f"/{project_key}/work_item/create", fields, token)
        except ProjectError as e:
            if e.err_code in RETRYABLE_CODES:
                time.sleep(2**attempt)
                continue
            if e.err_code in (10022, 10211) and renew_token and not renewed:
                renewed = True
                token = renew_token()
                continue
            raise
    raise ProjectError(0, "no answer")
