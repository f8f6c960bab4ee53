const REACTOR = "https://reactor.adobe.io";

/** A set behind a predicate. */
const RETRYABLE_CODES = new Set(["internal-error", "unknown-error"]);

interface ReactorError {
  code: string;
  title: string;
}

function isRetryable(error: ReactorError): boolean {
  return RETRYABLE_CODES.has(error.code);
}

export async function build(library: string, token: string, tries = 3): Promise<string> {
  const response = await fetch(`${REACTOR}/libraries/${library}/builds`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
  });
  const body = (await response.json()) as { data: { id: string }; errors: ReactorError[] };
  if (response.ok) return body.data.id;
  const error = body.errors[0]!;
  if (isRetryable(error) && tries > 1) {
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    return build(library, token, tries - 1);
  }
  throw new Error(error.title);
}
