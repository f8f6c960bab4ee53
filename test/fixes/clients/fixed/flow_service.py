import random
import time

import requests

BASE = "https://platform.adobe.io/data/foundation/flowservice"
MAX_ATTEMPTS = 5


def backoff(attempt):
    """Seconds to wait before the next attempt: exponential backoff with full jitter, 30 at most."""
    return random.uniform(0, min(30, 0.5 * 2**attempt))


def get_flow(flow_id, headers, attempt=1, renewed=False, renew_headers=None):
    response = requests.get(f"{BASE}/flows/{flow_id}", headers=headers)
    if response.ok:
        return response.json()["items"][0]
    error_code = response.json()["errorCode"]
    if error_code == "FLOW-1404-412":
        raise RuntimeError("changed by somebody else")
    if error_code == "FLOW-2115-400" and renew_headers and not renewed:
        headers = renew_headers()
        return get_flow(flow_id, headers, attempt=attempt, renewed=True, renew_headers=renew_headers)
    if error_code in (
        "FLOW-1102-500",
        "FLOW-1400-500",
        "FLOW-2102-500",
        "FLOW-2104-500",
        "FLOW-2107-500",
        "FLOW-2108-500",
        "FLOW-2117-500",
    ) and attempt < MAX_ATTEMPTS:
        time.sleep(backoff(attempt))
        return get_flow(flow_id, headers, attempt=attempt + 1, renewed=renewed, renew_headers=renew_headers)
    if error_code in {"FLOW-1103-503", "FLOW-1104-504"}:
        raise TimeoutError(flow_id)
    raise RuntimeError(error_code)
