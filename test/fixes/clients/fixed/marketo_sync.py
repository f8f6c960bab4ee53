"""Reads leads; no loop, sync, no helper."""
import random
import time

import requests

BASE = "https://123-abc-456.mktorest.com"
MAX_ATTEMPTS = 5


class MarketoError(Exception):
    pass


def retry_after(response, default):
    """Seconds that the server asks to wait; `default` where it says nothing."""
    value = response.headers.get("Retry-After", "")
    return int(value) if value.isdigit() else default


def backoff(attempt):
    """Seconds to wait before the next attempt: exponential backoff with full jitter, 30 at most."""
    return random.uniform(0, min(30, 0.5 * 2**attempt))


class Leads:
    def __init__(self, client_id, client_secret):
        self.client_id = client_id
        self.client_secret = client_secret
        self.access_token = None

    def authenticate(self):
        params = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self.client_secret}
        self.access_token = requests.get(f"{BASE}/identity/oauth/token", params=params).json()["access_token"]

    def find(self, email, *fields, batch_size=300, attempt=1, renewed=False, **options):
        params = {"filterType": "email", "filterValues": email, "batchSize": batch_size, **options}
        response = requests.get(f"{BASE}/rest/v1/leads.json", params=params, headers={"Authorization": f"Bearer {self.access_token}"})
        body = response.json()
        if body["success"]:
            return body["result"]
        error = body["errors"][0]
        if error["code"] == "610":
            return []
        elif error["code"] == "602":
            raise PermissionError(error["message"])
        elif error["code"] == "1003":
            raise ValueError(error["message"])
        elif error["code"] == "606" and attempt < MAX_ATTEMPTS:
            time.sleep(retry_after(response, 20))
            return self.find(email, *fields, batch_size=batch_size, attempt=attempt + 1, renewed=renewed, **options)
        elif error["code"] == "615" and attempt < MAX_ATTEMPTS:
            time.sleep(retry_after(response, 2))
            return self.find(email, *fields, batch_size=batch_size, attempt=attempt + 1, renewed=renewed, **options)
        elif error["code"] == "601" and not renewed:
            self.authenticate()
            return self.find(email, *fields, batch_size=batch_size, attempt=attempt, renewed=True, **options)
        elif error["code"] in ("502", "604", "608", "611", "614", "713", "719") and attempt < MAX_ATTEMPTS:
            time.sleep(backoff(attempt))
            return self.find(email, *fields, batch_size=batch_size, attempt=attempt + 1, renewed=renewed, **options)
        else:
            raise MarketoError(error["code"], error["message"])
