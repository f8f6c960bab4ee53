import time

import requests

REACTOR = "https://reactor.adobe.io"

# A set behind a predicate.
RETRYABLE_CODES = frozenset({"internal-error", "unknown-error"})


def is_retryable(error):
    return error["code"] in RETRYABLE_CODES


def build(library, token, tries=3):
    response = requests.post(f"{REACTOR}/libraries/{library}/builds", headers={"Authorization": f"Bearer {token}"}, timeout=30)
    body = response.json()
    if response.ok:
        return body["data"]["id"]
    error = body["errors"][0]
    if is_retryable(error) and tries > 1:
        time.sleep(60)
        return build(library, token, tries - 1)
    raise RuntimeError(error["title"])
