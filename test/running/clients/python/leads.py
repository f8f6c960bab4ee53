import json
import time
import urllib.request

MAX_ATTEMPTS = 4


class MarketoError(Exception):
    pass


class Leads:
    def __init__(self, base="https://123-ABC-456.mktorest.com"):
        self.base = base
        self.token = ""

    def find(self, email):
        """A chain in a loop that knows one of the throttled codes."""
        for attempt in range(MAX_ATTEMPTS):
            answer = self.get(f"/rest/v1/leads.json?filterType=email&filterValues={email}")
            if answer["success"]:
                return answer["result"]
            error = answer["errors"][0]
            if error["code"] == "615":
                time.sleep(2)
                continue
            elif error["code"] == "610":
                return []
            raise MarketoError(f"Marketo {error['code']}: {error['message']}")
        raise MarketoError(f"no answer after {MAX_ATTEMPTS} attempts")

    def describe(self, name):
        """A match that tries nothing twice."""
        answer = self.get(f"/rest/v1/{name}/describe.json")
        if answer["success"]:
            return answer["result"]
        error = answer["errors"][0]
        match error["code"]:
            case "603":
                raise MarketoError("this user may not read it")
            case "610":
                return []
            case _:
                raise MarketoError(error["message"])

    def count(self, program):
        """A chain of conditions that tries nothing twice."""
        answer = self.get(f"/rest/asset/v1/program/{program}/members.json")
        if answer["success"]:
            return answer["result"]
        code = answer["errors"][0]["code"]
        if code == "603":
            raise MarketoError("this user may not read it")
        elif code == "719":
            raise MarketoError("the record is locked")
        raise MarketoError(answer["errors"][0]["message"])

    def get(self, path):
        if self.token == "":
            self.refresh_token()
        request = urllib.request.Request(self.base + path, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)

    def refresh_token(self):
        with urllib.request.urlopen(f"{self.base}/identity/oauth/token?grant_type=client_credentials", timeout=30) as response:
            self.token = json.load(response)["access_token"]
