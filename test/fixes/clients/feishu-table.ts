/** What to do, by code. */
const BASE = "https://project.feishu.cn/open_api";

type Action = "retry" | "refresh" | "fail";

export const actions: Record<number, Action> = {
  10022: "refresh",
  10429: "retry",
  30005: "fail",
};

export async function query(projectKey: string, token: string, body: unknown): Promise<any> {
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
  if (errCode === 10022) throw new Error("signed out");
  throw new Error(`${errCode}: ${answer.err_msg}`);
}
