import axios from "axios";

export class Leads {
  private token = "";
  // Shorter than the longest window.
  private readonly http = axios.create({ timeout: 10_000, maxRedirects: 0 });

  constructor(private readonly base = "https://123-ABC-456.mktorest.com") {}

  // The decision looks into the answer itself.
  async find(email: string): Promise<unknown[]> {
    const { data: answer } = await this.http.get(`${this.base}/rest/v1/leads.json`, { params: { filterValues: email }, ...(await this.signed()) });
    if (answer.success) return answer.result;
    switch (answer.errors[0].code) {
      case "603":
        throw new Error("this user may not read it");
      case "610":
        return [];
      default:
        throw new Error(answer.errors[0].message);
    }
  }

  // The error has a name.
  async describe(name: string): Promise<unknown[]> {
    const response = await this.http.get(`${this.base}/rest/v1/${name}/describe.json`, await this.signed());
    if (response.data.success) return response.data.result;
    const error = response.data.errors[0];
    switch (error.code) {
      case "603":
        throw new Error("this user may not read it");
      case "610":
        return [];
      default:
        throw new Error(error.message);
    }
  }

  // The code has a name of its own.
  async count(program: number): Promise<unknown[]> {
    const answer = (await this.http.get(`${this.base}/rest/asset/v1/program/${program}/members.json`, await this.signed())).data;
    if (answer.success) return answer.result;
    const { code, message } = answer.errors[0];
    switch (code) {
      case "603":
        throw new Error("this user may not read it");
      case "610":
        return [];
      default:
        throw new Error(message);
    }
  }

  private async signed() {
    if (this.token === "") await this.refreshToken();
    return { headers: { Authorization: `Bearer ${this.token}` } };
  }

  private async refreshToken(): Promise<void> {
    const response = await this.http.get(`${this.base}/identity/oauth/token?grant_type=client_credentials`);
    this.token = response.data.access_token;
  }
}
