class MarketoError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

export class Leads {
  constructor(base = "https://123-ABC-456.mktorest.com") {
    this.base = base;
    this.token = "";
  }

  /** A switch on what was caught, which is handed on as it is. */
  async find(email) {
    try {
      return await this.get(`/rest/v1/leads.json?filterType=email&filterValues=${email}`);
    } catch (error) {
      switch (error.code) {
        case "603":
          throw new Error("this user may not read it");
        case "610":
          return [];
        default:
          throw error;
      }
    }
  }

  /** A chain of conditions, and what is left is handed on behind it. */
  async describe(name) {
    try {
      const found = await this.get(`/rest/v1/${name}/describe.json`);
      return found.slice(0, 1);
    } catch (e) {
      if (e.code === "603") {
        throw new Error("this user may not read it");
      } else if (e.code === "719") {
        throw new Error("the record is locked");
      }
      throw e;
    }
  }

  /** Callers get another failure than the one that was caught. */
  async count(program) {
    try {
      return await this.get(`/rest/asset/v1/program/${program}/members.json`);
    } catch (e) {
      switch (e.code) {
        case "603":
          throw new Error("this user may not read it");
        case "610":
          return [];
        default:
          throw new Error(`program ${program}: ${e.message}`);
      }
    }
  }

  async get(path) {
    if (this.token === "") await this.refreshToken();
    const response = await fetch(this.base + path, { headers: { Authorization: `Bearer ${this.token}` } });
    const answer = await response.json();
    if (answer.success) return answer.result ?? [];
    throw new MarketoError(answer.errors[0].code, answer.errors[0].message);
  }

  async refreshToken() {
    const response = await fetch(`${this.base}/identity/oauth/token?grant_type=client_credentials`);
    this.token = (await response.json()).access_token;
  }
}
