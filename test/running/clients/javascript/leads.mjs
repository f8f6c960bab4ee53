const MAX_ATTEMPTS = 4;

export class Leads {
  constructor(base = "https://123-ABC-456.mktorest.com") {
    this.base = base;
    this.token = "";
  }

  // A chain in a loop that knows one of the transient codes.
  async find(email) {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const answer = await this.get(`/rest/v1/leads.json?filterType=email&filterValues=${email}`);
      if (answer.success) return answer.result;
      const error = answer.errors[0];
      if (error.code === "608") {
        await new Promise((resolve) => setTimeout(resolve, 5000 * 2 ** attempt));
        continue;
      }
      if (error.code === "610") return [];
      throw new Error(`Marketo ${error.code}: ${error.message}`);
    }
    throw new Error(`no answer after ${MAX_ATTEMPTS} attempts`);
  }

  // A switch that tries nothing twice.
  async describe(name) {
    const answer = await this.get(`/rest/v1/${name}/describe.json`);
    if (answer.success) return answer.result;
    const error = answer.errors[0];
    switch (error.code) {
      case "603":
        throw new Error("this user may not read it");
      case "610":
        return [];
      default:
        throw new Error(error.message);
    }
  }

  // A chain of conditions that tries nothing twice.
  async count(program) {
    const answer = await this.get(`/rest/asset/v1/program/${program}/members.json`);
    if (answer.success) return answer.result;
    const { code, message } = answer.errors[0];
    if (code === "603") {
      throw new Error("this user may not read it");
    } else if (code === "719") {
      throw new Error("the record is locked");
    }
    throw new Error(message);
  }

  async get(path) {
    if (this.token === "") await this.refreshToken();
    const response = await fetch(this.base + path, { headers: { Authorization: `Bearer ${this.token}` } });
    return response.json();
  }

  async refreshToken() {
    const response = await fetch(`${this.base}/identity/oauth/token?grant_type=client_credentials`);
    this.token = (await response.json()).access_token;
  }
}
