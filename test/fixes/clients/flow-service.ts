/** Early returns on a problem's type, in the wire's spelling. */
const FLOW_SERVICE = "https://platform.adobe.io/data/foundation/flowservice";

export async function flow(id: string, headers: Record<string, string>): Promise<any> {
  const response = await fetch(`${FLOW_SERVICE}/flows/${id}`, { headers });
  const body: any = await response.json();
  if (response.ok) return body.items[0];
  switch (body.type) {
    case "https://ns.adobe.com/aep/errors/FLOW-1404-412":
      throw new Error("changed by somebody else");
    case "https://ns.adobe.com/aep/errors/FLOW-1103-503":
      throw new Error("down");
    default:
      throw new Error(body.title);
  }
}
