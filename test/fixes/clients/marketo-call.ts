/** No loop: the function that makes the request decides on the code, by early returns. */
import { setTimeout as sleep } from "node:timers/promises";

const base = 'https://123-abc-456.mktorest.com/rest';

let token = '';

async function refreshToken(): Promise<void> {
  const response = await fetch('https://123-abc-456.mktorest.com/identity/oauth/token?grant_type=client_credentials');
  token = ((await response.json()) as any).access_token;
}

export async function describeLead<T extends object>(fields: string[], { verbose = false } = {}): Promise<T | undefined> {
  const response = await fetch(`${base}/v1/leads/describe.json?fields=${fields.join(',')}`, { headers: { Authorization: `Bearer ${token}` } });
  const body: any = await response.json();
  if (body.success) return body.result[0];
  if (verbose) console.error(body);
  const code = body.errors[0].code;
  if (code === '610') {
    return undefined;
  }
  if (code === '601') throw new Error('signed out');
  throw new Error(`Marketo ${code}`);
}

export async function pushLead(lead: Record<string, string>): Promise<number> {
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
    return pushLead(lead);
  } else if (code === '606') {
    await sleep(20_000);
    return pushLead(lead);
  } else {
    throw new Error(`Marketo ${code}`);
  }
}
