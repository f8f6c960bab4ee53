"use strict";

const BASE = "https://123-ABC-456.mktorest.com";
const MAX_ATTEMPTS = 4;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Leads {
  constructor(credentials) {
    this.credentials = credentials;
    this.token = "";
  }

  // A switch in a loop.
  async find(email) {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const answer = await this.get(`/rest/v1/leads.json?filterType=email&filterValues=${encodeURIComponent(email)}`);
      if (answer.success) return answer.result;
      const error = answer.errors[0];
      switch (error.code) {
        case "601":
        case "602":
          await this.refreshToken();
          break;
        case "606":
          await sleep(20_000);
          break;
        case "610":
          return [];
        default:
          throw new Error(`Marketo ${error.code}: ${error.message}`);
      }
    }
    throw new Error(`no answer after ${MAX_ATTEMPTS} attempts`);
  }

  // A membership test in a function that calls itself.
  async describe(name) {
    const answer = await this.get(`/rest/v1/${name}/describe.json`);
    if (answer.success) return answer.result;
    const { code, message } = answer.errors[0];
    if (["606", "615"].includes(code)) {
      await sleep(20_000);
      return this.describe(name);
    } else if (code === "603") {
      return undefined;
    }
    throw new Error(message);
  }

  async get(path) {
    const response = await fetch(BASE + path, { headers: { Authorization: `Bearer ${this.token}` } });
    return response.json();
  }

  async refreshToken() {
    const response = await fetch(`${BASE}/identity/oauth/token?grant_type=client_credentials&${this.credentials}`);
    this.token = (await response.json()).access_token;
  }
}

module.exports = { Leads };
