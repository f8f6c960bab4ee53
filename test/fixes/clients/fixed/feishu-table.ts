/** What to do, by code. */
const BASE = "https://project.feishu.cn/open_api";
const MAX_ATTEMPTS = 5;

type Action = "retry" | "refresh" | "fail";

export const actions: Record<number, Action> = {
  10022: "refresh",
  10429: "retry",
  30005: "fail",
};

/** Milliseconds to wait before the next attempt: exponential backoff with full jitter, 30 seconds at most. */
function backoff(attempt: number): number {
  return Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function query(
  projectKey: string,
  token: string,
  body: unknown,
  attempt = 1,
  renewed = false,
  renewToken?: () => Promise<string>
): Promise<any> {
  const response = await fetch(`${BASE}/${projectKey}/work_item/filter`, {
    method: "POST",
    headers: { "X-PLUGIN-TOKEN": token },
    body: JSON.stringify(body),
  });
  const answer: any = await response.json();
  const { err_code: errCode } = answer;
  if (errCode === 0) return answer.data;
  if (errCode === 30005) {
    return [];
  }
  if (errCode === 10211 && renewToken && !renewed) {
    token = await renewToken();
    return query(projectKey, token, body, attempt, true, renewToken);
  }
  if (errCode === 50006 && attempt < MAX_ATTEMPTS) {
    await sleep(backoff(attempt));
    return query(projectKey, token, body, attempt + 1, renewed, renewToken);
  }
  if (errCode === 10022) throw new Error("signed out");
  throw new Error(`${errCode}: ${answer.err_msg}`);
}
