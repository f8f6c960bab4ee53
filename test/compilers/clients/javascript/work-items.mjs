const BASE = "https://project.feishu.cn/open_api";

// Policies in a table.
const POLICIES = {
  10022: "renew",
  10429: "retry",
};

async function post(path, body, token) {
  const headers = { "X-PLUGIN-TOKEN": token, "Content-Type": "application/json" };
  const response = await fetch(BASE + path, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}

async function renewToken(id, secret) {
  const answer = await post("/authen/plugin_token", { plugin_id: id, plugin_secret: secret }, "");
  return answer.data.token;
}

export async function query(project, ids, id, secret) {
  let token = await renewToken(id, secret);
  for (let attempt = 0; attempt < 5; attempt++) {
    const answer = await post(`/${project}/work_item/story/query`, { work_item_ids: ids }, token);
    if (answer.err_code === 0) return answer.data;
    const policy = POLICIES[answer.err_code] ?? "fail";
    if (policy === "fail") throw new Error(answer.err_msg);
    if (policy === "renew") token = await renewToken(id, secret);
    await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
  }
  throw new Error("no answer after 5 attempts");
}

// Early returns in sequence, and no second try anywhere.
export async function comment(item, content, token) {
  const answer = await post(`/work_item/story/${item}/comment/create`, { content }, token);
  if (answer.err_code === 0) return answer.data;
  if (answer.err_code === 10429) throw new Error("too many requests");
  if (answer.err_code === 20006) return undefined;
  throw new Error(answer.err_msg);
}
