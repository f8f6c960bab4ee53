// The arm beside waits in its own way, counts and says so.
const API = "https://123-abc-456.mktorest.com/rest/v1";
const MAX_RETRIES = 3;

export async function activities(token, pageToken) {
  let retries = 0;
  for (;;) {
    const res = await fetch(`${API}/activities.json?nextPageToken=${pageToken}`, { headers: { Authorization: `Bearer ${token}` } });
    const json = await res.json();
    if (json.success) return json.result;
    const code = json.errors[0].code;
    if ((code === "604" || code === "608") && retries < MAX_RETRIES) {
      retries++;
      console.warn("busy, trying again");
      await new Promise((done) => setTimeout(done, 1000 * 2 ** retries));
      continue;
    }
    throw new Error(json.errors[0].message);
  }
}
