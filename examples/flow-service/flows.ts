/** Switches flows of Adobe Experience Platform on and off. */

const FLOW_SERVICE = "https://platform.adobe.io/data/foundation/flowservice";
const MAX_ATTEMPTS = 5;

const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 1000 * 2 ** attempt));

export async function setFlowState(id: string, state: "enabled" | "disabled", headers: Record<string, string>): Promise<void> {
  let etag = await readEtag(id, headers);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const response = await fetch(`${FLOW_SERVICE}/flows/${id}`, {
      method: "PATCH",
      headers: { ...headers, "If-Match": etag },
      body: JSON.stringify([{ op: "replace", path: "/state", value: state }]),
    });
    if (response.ok) return;
    const problem: any = await response.json();
    const errorCode = problem.type.replace("https://ns.adobe.com/aep/errors/FLOW-", "");

    if (errorCode === "1404-412") {
      // Somebody else changed the flow: read it again, and try with the new version.
      etag = await readEtag(id, headers);
      continue;
    }
    if (errorCode === "1102-500" || errorCode === "1100-400") {
      await pause(attempt);
      continue;
    }
    throw new Error(`${problem.title}: ${problem.report?.["detailed-message"]}`);
  }
  throw new Error(`flow ${id} could not be switched ${state}`);
}

async function readEtag(id: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${FLOW_SERVICE}/flows/${id}`, { headers });
  const { items } = (await response.json()) as { items: { etag: string }[] };
  return items[0]!.etag;
}
