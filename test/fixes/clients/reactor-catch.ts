/** The code arrives on an error that the request throws. */
class ReactorError extends Error {
  constructor(readonly errors: { code: string; title: string }[]) {
    super(errors[0]?.title);
  }
}

async function request(path: string, headers: HeadersInit): Promise<any> {
  const response = await fetch(`https://reactor.adobe.io${path}`, { headers: { ...headers, Accept: "application/vnd.api+json;revision=1" } });
  const body: any = await response.json();
  if (!response.ok) throw new ReactorError(body.errors);
  return body.data;
}

export async function property(id: string, headers: Record<string, string>): Promise<any> {
  try {
    return await request(`/properties/${id}`, headers);
  } catch (error: any) {
    const code = error.errors?.[0]?.code;
    if (code === "not-found") return undefined;
    else if (code === "session-timeout") throw new Error("signed out");
    throw error;
  }
}

export async function libraries(id: string, headers: Record<string, string>): Promise<any[]> {
  for (let tries = 0; tries < 3; tries++) {
    try {
      return await request(`/properties/${id}/libraries`, headers);
    } catch (error: any) {
      switch (error.errors[0].code) {
        case "not-found": {
          return [];
        }
        case "forbidden":
        default: {
          throw error;
        }
      }
    }
  }
  throw new Error("no answer");
}
