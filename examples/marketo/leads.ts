/** A small client for Marketo's leads. */

const BASE = "https://123-ABC-456.mktorest.com";
const MAX_ATTEMPTS = 4;

interface MarketoAnswer<T> {
  success: boolean;
  result?: T[];
  errors?: any[];
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class LeadClient {
  private token = "";

  constructor(
    private readonly clientId: string,
    private readonly clientSecret: string,
  ) {}

  /** Reads leads by their e-mail addresses. */
  async findLeads(emails: string[]): Promise<unknown[]> {
    const query = `filterType=email&filterValues=${encodeURIComponent(emails.join(","))}`;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const answer = await this.get<unknown>(`/rest/v1/leads.json?${query}`);
      if (answer.success) return answer.result ?? [];
      const { code, message } = answer.errors![0];
      switch (code) {
        case "601":
        case "602":
          await this.refreshToken();
          continue;
        case "606":
          // 100 calls in 20 seconds, shared by the whole instance.
          await sleep(20_000);
          continue;
        case "607":
          throw new Error(`daily quota used up: ${message}`);
        default:
          throw new Error(`Marketo ${code}: ${message}`);
      }
    }
    throw new Error(`no answer after ${MAX_ATTEMPTS} attempts`);
  }

  /** Adds a lead, or finds that it is there already. */
  async createLead(lead: Record<string, string>): Promise<"created" | "exists"> {
    const answer = await this.post<any>("/rest/v1/leads.json", { action: "createOnly", input: [lead] });
    const record = answer.result![0];
    if (record.status === "skipped" && record.reasons[0].code === 1005) return "exists";
    return "created";
  }

  private async get<T>(path: string): Promise<MarketoAnswer<T>> {
    const response = await fetch(BASE + path, { headers: { Authorization: `Bearer ${this.token}` } });
    return (await response.json()) as MarketoAnswer<T>;
  }

  private async post<T>(path: string, body: unknown): Promise<MarketoAnswer<T>> {
    const headers = { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" };
    const response = await fetch(BASE + path, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as MarketoAnswer<T>;
  }

  private async refreshToken(): Promise<void> {
    const query = `grant_type=client_credentials&client_id=${this.clientId}&client_secret=${this.clientSecret}`;
    const response = await fetch(`${BASE}/identity/oauth/token?${query}`);
    this.token = ((await response.json()) as { access_token: string }).access_token;
  }
}
