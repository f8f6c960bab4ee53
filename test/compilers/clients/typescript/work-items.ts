const BASE = "https://project.feishu.cn/open_api";

type Policy = "retry" | "renew" | "fail";

interface Answer {
  err_code: number;
  err_msg: string;
  data?: any;
}

/** A mapper to policies. */
function policyOf(answer: Answer): Policy {
  switch (answer.err_code) {
    case 10022:
      return "renew";
    case 10429:
      return "retry";
    default:
      return "fail";
  }
}

async function post(path: string, body: unknown, token: string): Promise<Answer> {
  const headers = { "X-PLUGIN-TOKEN": token, "Content-Type": "application/json" };
  const response = await fetch(BASE + path, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}

async function renewToken(id: string, secret: string): Promise<string> {
  const answer = await post("/authen/plugin_token", { plugin_id: id, plugin_secret: secret }, "");
  return answer.data.token;
}

export async function query(project: string, ids: number[], id: string, secret: string): Promise<any> {
  let token = await renewToken(id, secret);
  for (let attempt = 0; attempt < 5; attempt++) {
    const answer = await post(`/${project}/work_item/story/query`, { work_item_ids: ids }, token);
    if (answer.err_code === 0) return answer.data;
    const policy = policyOf(answer);
    if (policy === "fail") throw new Error(answer.err_msg);
    if (policy === "renew") token = await renewToken(id, secret);
    await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
  }
  throw new Error("no answer after 5 attempts");
}

/** Early returns in sequence, and no second try anywhere. */
export async function comment(item: number, content: string, token: string): Promise<any> {
  const answer = await post(`/work_item/story/${item}/comment/create`, { content }, token);
  if (answer.err_code === 0) return answer.data;
  if (answer.err_code === 10429) throw new Error("too many requests");
  if (answer.err_code === 20006) return undefined;
  throw new Error(answer.err_msg);
}
