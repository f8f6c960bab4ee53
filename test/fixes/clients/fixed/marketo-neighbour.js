// The arm beside waits in its own way, counts and says so.
const API = "https://123-abc-456.mktorest.com/rest/v1";
const MAX_RETRIES = 3;

/** Milliseconds that the server asks to wait; undefined where it says nothing. */
function retryAfter(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  return seconds > 0 ? seconds * 1000 : undefined;
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function activities(token, pageToken, renewToken) {
  let retries = 0;
  let renewed = false;
  for (;;) {
    const res = await fetch(`${API}/activities.json?nextPageToken=${pageToken}`, { headers: { Authorization: `Bearer ${token}` } });
    const json = await res.json();
    if (json.success) return json.result;
    const code = json.errors[0].code;
    if (["604", "608", "502", "611", "614", "713", "719"].includes(code) && retries < MAX_RETRIES) {
      retries++;
      console.warn("busy, trying again");
      await new Promise((done) => setTimeout(done, 1000 * 2 ** retries));
      continue;
    }
    if (code === "606" && retries < MAX_RETRIES) {
      retries++;
      await sleep(retryAfter(res) ?? 20_000);
      continue;
    }
    if (code === "615" && retries < MAX_RETRIES) {
      retries++;
      await sleep(retryAfter(res) ?? 2_000);
      continue;
    }
    if ((code === "601" || code === "602") && renewToken && !renewed) {
      renewed = true;
      token = await renewToken();
      continue;
    }
    throw new Error(json.errors[0].message);
  }
}
