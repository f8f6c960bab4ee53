const BASE = "https://123-ABC-456.mktorest.com";
const MAX_ATTEMPTS = 4;

interface Answer {
  success: boolean;
  result?: unknown[];
  errors?: { code: string; message: string }[];
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Leads {
  private token = "";

  constructor(private readonly credentials: string) {}

  /** A switch in a loop. */
  async find(email: string): Promise<unknown[]> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const answer = await this.get(`/rest/v1/leads.json?filterType=email&filterValues=${encodeURIComponent(email)}`);
      if (answer.success) return answer.result ?? [];
      const error = answer.errors![0]!;
      switch (error.code) {
        case "601":
        case "602":
          await this.refreshToken();
          continue;
        case "606":
          await sleep(20_000);
          continue;
        case "610":
          return [];
        default:
          throw new Error(`Marketo ${error.code}: ${error.message}`);
      }
    }
    throw new Error(`no answer after ${MAX_ATTEMPTS} attempts`);
  }

  /** A chain of conditions in a function that calls itself. */
  async describe(name: string): Promise<unknown[]> {
    const answer = await this.get(`/rest/v1/${name}/describe.json`);
    if (answer.success) return answer.result ?? [];
    const { code, message } = answer.errors![0]!;
    if (code === "606") {
      await sleep(20_000);
      return this.describe(name);
    } else if (code === "603") {
      throw new Error("this user may not read it");
    }
    throw new Error(message);
  }

  private async get(path: string): Promise<Answer> {
    const response = await fetch(BASE + path, { headers: { Authorization: `Bearer ${this.token}` } });
    return (await response.json()) as Answer;
  }

  private async refreshToken(): Promise<void> {
    const response = await fetch(`${BASE}/identity/oauth/token?grant_type=client_credentials&${this.credentials}`);
    this.token = ((await response.json()) as { access_token: string }).access_token;
  }
}
