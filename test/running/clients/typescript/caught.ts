interface Answer {
  success: boolean;
  result?: unknown[];
  errors?: { code: string; message: string }[];
}

class MarketoError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export class Leads {
  private token = "";

  constructor(private readonly base = "https://123-ABC-456.mktorest.com") {}

  /** A switch on what was caught, which is handed on as it is. */
  async find(email: string): Promise<unknown[]> {
    try {
      return await this.get(`/rest/v1/leads.json?filterType=email&filterValues=${email}`);
    } catch (error: any) {
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
  async describe(name: string): Promise<unknown[]> {
    try {
      const found = await this.get(`/rest/v1/${name}/describe.json`);
      return found.slice(0, 1);
    } catch (e: any) {
      if (e.code === "603") {
        throw new Error("this user may not read it");
      } else if (e.code === "719") {
        throw new Error("the record is locked");
      }
      throw e;
    }
  }

  /** Callers get another failure than the one that was caught. */
  async count(program: number): Promise<unknown[]> {
    try {
      return await this.get(`/rest/asset/v1/program/${program}/members.json`);
    } catch (e: any) {
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

  private async get(path: string): Promise<unknown[]> {
    if (this.token === "") await this.refreshToken();
    const response = await fetch(this.base + path, { headers: { Authorization: `Bearer ${this.token}` } });
    const answer = (await response.json()) as Answer;
    if (answer.success) return answer.result ?? [];
    throw new MarketoError(answer.errors![0]!.code, answer.errors![0]!.message);
  }

  private async refreshToken(): Promise<void> {
    const response = await fetch(`${this.base}/identity/oauth/token?grant_type=client_credentials`);
    this.token = ((await response.json()) as { access_token: string }).access_token;
  }
}
