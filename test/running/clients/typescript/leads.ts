const MAX_ATTEMPTS = 4;

interface Answer {
  success: boolean;
  result?: unknown[];
  errors?: { code: string; message: string }[];
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Leads {
  private token = "";

  constructor(private readonly base = "https://123-ABC-456.mktorest.com") {}

  /** A switch in a loop that knows one of the throttled codes. */
  async find(email: string): Promise<unknown[]> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const answer = await this.get(`/rest/v1/leads.json?filterType=email&filterValues=${email}`);
      if (answer.success) return answer.result ?? [];
      const { code, message } = answer.errors![0]!;
      switch (code) {
        case "615":
          await sleep(2_000);
          continue;
        case "610":
          return [];
        default:
          throw new Error(`Marketo ${code}: ${message}`);
      }
    }
    throw new Error(`no answer after ${MAX_ATTEMPTS} attempts`);
  }

  /** A switch that tries nothing twice. */
  async describe(name: string): Promise<unknown[]> {
    const answer = await this.get(`/rest/v1/${name}/describe.json`);
    if (answer.success) return answer.result ?? [];
    const error = answer.errors![0]!;
    switch (error.code) {
      case "603":
        throw new Error("this user may not read it");
      case "610":
        return [];
      default:
        throw new Error(error.message);
    }
  }

  /** A chain of conditions that tries nothing twice. */
  async count(program: number): Promise<unknown[]> {
    const answer = await this.get(`/rest/asset/v1/program/${program}/members.json`);
    if (answer.success) return answer.result ?? [];
    const { code, message } = answer.errors![0]!;
    if (code === "603") {
      throw new Error("this user may not read it");
    } else if (code === "719") {
      throw new Error("the record is locked");
    }
    throw new Error(message);
  }

  private async get(path: string): Promise<Answer> {
    if (this.token === "") await this.refreshToken();
    const response = await fetch(this.base + path, { headers: { Authorization: `Bearer ${this.token}` } });
    return (await response.json()) as Answer;
  }

  private async refreshToken(): Promise<void> {
    const response = await fetch(`${this.base}/identity/oauth/token?grant_type=client_credentials`);
    this.token = ((await response.json()) as { access_token: string }).access_token;
  }
}
