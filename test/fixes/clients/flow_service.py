import requests

BASE = "https://platform.adobe.io/data/foundation/flowservice"


def get_flow(flow_id, headers):
    response = requests.get(f"{BASE}/flows/{flow_id}", headers=headers)
    if response.ok:
        return response.json()["items"][0]
    error_code = response.json()["errorCode"]
    if error_code == "FLOW-1404-412":
        raise RuntimeError("changed by somebody else")
    if error_code in {"FLOW-1103-503", "FLOW-1104-504"}:
        raise TimeoutError(flow_id)
    raise RuntimeError(error_code)
