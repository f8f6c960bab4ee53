/** The code arrives on an error that the request throws. */
class ReactorError extends Error {
  constructor(readonly errors: { code: string; title: string }[]) {
    super(errors[0]?.title);
  }
}

async function request(path: string, headers: HeadersInit): Promise<any> {
  const response = await fetch(`https://reactor.adobe.io${path}`, { headers: { ...headers, Accept: "application/vnd.api+json;revision=1" } });
  const body: any = await response.json();
  if (!response.ok) throw new ReactorError(body.errors);
  return body.data;
}

const MAX_ATTEMPTS = 3;

/** Milliseconds to wait before the next attempt: exponential backoff with full jitter, 30 seconds at most. */
function backoff(attempt: number): number {
  return Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function property(
  id: string,
  headers: Record<string, string>,
  attempt = 1,
  renewed = false,
  renewHeaders?: () => Promise<Record<string, string>>
): Promise<any> {
  try {
    return await request(`/properties/${id}`, headers);
  } catch (error: any) {
    const code = error.errors?.[0]?.code;
    if (code === "not-found") return undefined;
    else if (code === "session-timeout") throw new Error("signed out");
    if ((code === "authentication-failure" || code === "ims-session-error") && renewHeaders && !renewed) {
      headers = await renewHeaders();
      return property(id, headers, attempt, true, renewHeaders);
    }
    if (
      (
        code === "connection-refused" ||
        code === "ims-not-authorized" ||
        code === "internal-error" ||
        code === "socket-error" ||
        code === "timeout-error" ||
        code === "unknown-error"
      ) &&
      attempt < MAX_ATTEMPTS
    ) {
      await sleep(backoff(attempt));
      return property(id, headers, attempt + 1, renewed, renewHeaders);
    }
    throw error;
  }
}

export async function libraries(id: string, headers: Record<string, string>): Promise<any[]> {
  for (let tries = 0; tries < 3; tries++) {
    try {
      return await request(`/properties/${id}/libraries`, headers);
    } catch (error: any) {
      switch (error.errors[0].code) {
        case "not-found": {
          return [];
        }
        case "forbidden":
        default: {
          throw error;
        }
      }
    }
  }
  throw new Error("no answer");
}
