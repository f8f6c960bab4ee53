/** Builds a library of tags with Adobe's Reactor API. */

const REACTOR = "https://reactor.adobe.io";

/** Errors after which the same request may succeed. */
const RETRYABLE_CODES = new Set(["internal-error", "unknown-error", "timeout-error"]);

export interface ReactorError {
  code: string;
  status: string;
  title: string;
}

export function isRetryable(error: ReactorError): boolean {
  return RETRYABLE_CODES.has(error.code);
}

export async function buildLibrary(libraryId: string, token: string): Promise<string> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const response = await fetch(`${REACTOR}/libraries/${libraryId}/builds`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, Accept: "application/vnd.api+json;revision=1" },
    });
    const body: any = await response.json();
    if (response.ok) return body.data.id;

    const error = body.errors[0];
    if (isRetryable(error)) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
      continue;
    }
    switch (error.code) {
      case "not-fuond":
        throw new Error(`there is no library ${libraryId}`);
      case "environment-required":
        throw new Error("give the library an environment first");
      default:
        throw new Error(`${error.title} (${error.code})`);
    }
  }
  throw new Error(`library ${libraryId} was not built`);
}
