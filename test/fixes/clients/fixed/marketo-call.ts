/** No loop: the function that makes the request decides on the code, by early returns. */
import { setTimeout as sleep } from "node:timers/promises";

const base = 'https://123-abc-456.mktorest.com/rest';
const MAX_ATTEMPTS = 5;

let token = '';

async function refreshToken(): Promise<void> {
  const response = await fetch('https://123-abc-456.mktorest.com/identity/oauth/token?grant_type=client_credentials');
  token = ((await response.json()) as any).access_token;
}

/** Milliseconds that the server asks to wait; undefined where it says nothing. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After'));
  return seconds > 0 ? seconds * 1000 : undefined;
}

/** Milliseconds to wait before the next attempt: exponential backoff with full jitter, 30 seconds at most. */
function backoff(attempt: number): number {
  return Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}

export async function describeLead<T extends object>(
  fields: string[],
  { verbose = false } = {},
  attempt = 1,
  renewed = false
): Promise<T | undefined> {
  const response = await fetch(`${base}/v1/leads/describe.json?fields=${fields.join(',')}`, { headers: { Authorization: `Bearer ${token}` } });
  const body: any = await response.json();
  if (body.success) return body.result[0];
  if (verbose) console.error(body);
  const code = body.errors[0].code;
  if (code === '610') {
    return undefined;
  }
  if (code === '606' && attempt < MAX_ATTEMPTS) {
    await sleep(retryAfter(response) ?? 20_000);
    return describeLead<T>(fields, { verbose }, attempt + 1, renewed);
  }
  if (code === '615' && attempt < MAX_ATTEMPTS) {
    await sleep(retryAfter(response) ?? 2_000);
    return describeLead<T>(fields, { verbose }, attempt + 1, renewed);
  }
  if (code === '602' && !renewed) {
    await refreshToken();
    return describeLead<T>(fields, { verbose }, attempt, true);
  }
  if (['502', '604', '608', '611', '614', '713', '719'].includes(code) && attempt < MAX_ATTEMPTS) {
    await sleep(backoff(attempt));
    return describeLead<T>(fields, { verbose }, attempt + 1, renewed);
  }
  if (code === '601') throw new Error('signed out');
  throw new Error(`Marketo ${code}`);
}

export async function pushLead(lead: Record<string, string>, attempt = 1): Promise<number> {
  const response = await fetch(`${base}/v1/leads/push.json`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ input: [lead] }),
  });
  const body: any = await response.json();
  if (body.success) return body.result[0].id;
  const code = body.errors[0].code;
  if (code === '601' || code === '602') {
    await refreshToken();
    return pushLead(lead, attempt + 1);
  } else if (code === '606' || code === '615') {
    await sleep(20_000);
    return pushLead(lead, attempt + 1);
  } else if (['502', '604', '608', '611', '614', '713', '719'].includes(code) && attempt < MAX_ATTEMPTS) {
    // Careful: after 502, 713, 719 the write may have been carried out, and is made twice then.
    await sleep(backoff(attempt));
    return pushLead(lead, attempt + 1);
  } else {
    throw new Error(`Marketo ${code}`);
  }
}
