"""Reads leads; no loop, sync, no helper."""
import requests

BASE = "https://123-abc-456.mktorest.com"


class MarketoError(Exception):
    pass


class Leads:
    def __init__(self, client_id, client_secret):
        self.client_id = client_id
        self.client_secret = client_secret
        self.access_token = None

    def authenticate(self):
        params = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self.client_secret}
        self.access_token = requests.get(f"{BASE}/identity/oauth/token", params=params).json()["access_token"]

    def find(self, email, *fields, batch_size=300, **options):
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
        else:
            raise MarketoError(error["code"], error["message"])
