/** A bounded loop around the request; the switch gives up on all but one code. */
const HOST = "https://123-abc-456.mktorest.com";

interface Answer<T> {
  success: boolean;
  result?: T[];
  errors?: { code: string; message: string }[];
}

export class MarketoError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Milliseconds that the server asks to wait; undefined where it says nothing. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("Retry-After"));
  return seconds > 0 ? seconds * 1000 : undefined;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Milliseconds to wait before the next attempt: exponential backoff with full jitter, 30 seconds at most. */
function backoff(attempt: number): number {
  return Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}

export class Leads {
  #token = "";

  constructor(
    private readonly id: string,
    private readonly secret: string,
  ) {}

  async byEmail<T>(email: string): Promise<T[]> {
    let renewed = false;
    for (let attempt = 1; attempt <= 4; attempt++) {
      const response = await fetch(`${HOST}/rest/v1/leads.json?filterType=email&filterValues=${encodeURIComponent(email)}`, {
        headers: { Authorization: `Bearer ${this.#token}` },
      });
      const answer = (await response.json()) as Answer<T>;
      if (answer.success) return answer.result ?? [];
      const error = answer.errors?.[0];
      switch (error?.code) {
        case "610":
          return [];
        case "1003":
          throw new TypeError(error.message);
        case "606":
          await sleep(retryAfter(response) ?? 20_000);
          continue;
        case "615":
          await sleep(retryAfter(response) ?? 2_000);
          continue;
        case "601":
        case "602":
          if (renewed) {
            throw new MarketoError(error?.code ?? "", error?.message ?? "no answer");
          }
          renewed = true;
          await this.signIn();
          continue;
        case "502":
        case "604":
        case "608":
        case "611":
        case "614":
        case "713":
        case "719":
          await sleep(backoff(attempt));
          continue;
        // Somebody else's work on the same lead.
        default:
          throw new MarketoError(error?.code ?? "", error?.message ?? "no answer");
      }
    }
    throw new MarketoError("", "no answer after four attempts");
  }

  async signIn(): Promise<void> {
    const response = await fetch(`${HOST}/identity/oauth/token?grant_type=client_credentials&client_id=${this.id}&client_secret=${this.secret}`);
    this.#token = ((await response.json()) as { access_token: string }).access_token;
  }
}
