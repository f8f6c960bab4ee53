import axios from "axios";

export class Leads {
  constructor(base = "https://123-ABC-456.mktorest.com") {
    this.base = base;
    this.token = "";
    // Errors come with a status of their own, and are thrown. The wait for an answer is shorter than the longest window.
    this.http = axios.create({ timeout: 10_000, maxRedirects: 0, headers: { Accept: "application/problem+json" } });
  }

  // The decision looks into what was caught itself.
  async find(email) {
    try {
      const { data } = await this.http.get(`${this.base}/rest/v1/leads.json`, { params: { filterValues: email }, ...(await this.signed()) });
      return data.result;
    } catch (error) {
      switch (error.response?.data?.errors[0].code) {
        case "603":
          throw new Error("this user may not read it");
        case "610":
          return [];
        default:
          throw error;
      }
    }
  }

  // The error has a name.
  async describe(name) {
    try {
      return (await this.http.get(`${this.base}/rest/v1/${name}/describe.json`, await this.signed())).data.result;
    } catch (e) {
      const refused = e.response?.data.errors[0];
      switch (refused.code) {
        case "603":
          throw new Error("this user may not read it");
        case "610":
          return [];
        default:
          throw new Error(refused.message);
      }
    }
  }

  // The code has a name of its own.
  async count(program) {
    try {
      const answer = await this.http.get(`${this.base}/rest/asset/v1/program/${program}/members.json`, await this.signed());
      return answer.data.result;
    } catch (error) {
      const { code, message } = error.response.data.errors[0];
      switch (code) {
        case "603":
          throw new Error("this user may not read it");
        case "610":
          return [];
        default:
          throw new Error(message);
      }
    }
  }

  async signed() {
    if (this.token === "") await this.refreshToken();
    return { headers: { Authorization: `Bearer ${this.token}` } };
  }

  async refreshToken() {
    const response = await this.http.get(`${this.base}/identity/oauth/token?grant_type=client_credentials`);
    this.token = response.data.access_token;
  }
}
