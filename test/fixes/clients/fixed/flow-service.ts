/** Early returns on a problem's type, in the wire's spelling. */
const FLOW_SERVICE = "https://platform.adobe.io/data/foundation/flowservice";
const MAX_ATTEMPTS = 5;

/** Milliseconds to wait before the next attempt: exponential backoff with full jitter, 30 seconds at most. */
function backoff(attempt: number): number {
  return Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function flow(
  id: string,
  headers: Record<string, string>,
  attempt = 1,
  renewed = false,
  renewHeaders?: () => Promise<Record<string, string>>
): Promise<any> {
  const response = await fetch(`${FLOW_SERVICE}/flows/${id}`, { headers });
  const body: any = await response.json();
  if (response.ok) return body.items[0];
  switch (body.type) {
    case "https://ns.adobe.com/aep/errors/FLOW-1404-412":
      throw new Error("changed by somebody else");
    case "https://ns.adobe.com/aep/errors/FLOW-1103-503":
      throw new Error("down");
    case "https://ns.adobe.com/aep/errors/FLOW-2115-400":
      if (!renewHeaders || renewed) {
        throw new Error(body.title);
      }
      headers = await renewHeaders();
      return flow(id, headers, attempt, true, renewHeaders);
    case "https://ns.adobe.com/aep/errors/FLOW-1102-500":
    case "https://ns.adobe.com/aep/errors/FLOW-1104-504":
    case "https://ns.adobe.com/aep/errors/FLOW-1400-500":
    case "https://ns.adobe.com/aep/errors/FLOW-2102-500":
    case "https://ns.adobe.com/aep/errors/FLOW-2104-500":
    case "https://ns.adobe.com/aep/errors/FLOW-2107-500":
    case "https://ns.adobe.com/aep/errors/FLOW-2108-500":
    case "https://ns.adobe.com/aep/errors/FLOW-2117-500":
      if (attempt >= MAX_ATTEMPTS) {
        throw new Error(body.title);
      }
      await sleep(backoff(attempt));
      return flow(id, headers, attempt + 1, renewed, renewHeaders);
    default:
      throw new Error(body.title);
  }
}
