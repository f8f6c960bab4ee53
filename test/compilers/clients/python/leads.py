"""Reads leads and what they consist of."""

import time

import requests

BASE = "https://123-ABC-456.mktorest.com"
MAX_ATTEMPTS = 4


class MarketoError(Exception):
    pass


class Leads:
    def __init__(self, credentials):
        self.credentials = credentials
        self.token = ""

    def find(self, email):
        """A chain in a loop."""
        for attempt in range(MAX_ATTEMPTS):
            answer = self.get("/rest/v1/leads.json", {"filterType": "email", "filterValues": email})
            if answer["success"]:
                return answer["result"]
            error = answer["errors"][0]
            if error["code"] in ("601", "602"):
                self.refresh_token()
                continue
            elif error["code"] == "606":
                time.sleep(20)
                continue
            elif error["code"] == "610":
                return []
            raise MarketoError(error["message"])
        raise MarketoError("no answer after %d attempts" % MAX_ATTEMPTS)

    def describe(self, name):
        """A match in a function that calls itself."""
        answer = self.get(f"/rest/v1/{name}/describe.json", {})
        if answer["success"]:
            return answer["result"]
        error = answer["errors"][0]
        match error["code"]:
            case "606":
                time.sleep(20)
                return self.describe(name)
            case "603" | "610":
                return None
            case _:
                raise MarketoError(error["message"])

    def get(self, path, query):
        headers = {"Authorization": f"Bearer {self.token}"}
        return requests.get(BASE + path, params=query, headers=headers, timeout=30).json()

    def refresh_token(self):
        answer = requests.get(BASE + "/identity/oauth/token", params=self.credentials, timeout=30)
        self.token = answer.json()["access_token"]
