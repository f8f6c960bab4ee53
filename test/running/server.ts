import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Scenario } from "./scenarios.ts";

/** What came in for one operation of one scenario. */
export interface Seen {
  readonly requests: string[];
  tokens: number;
}

/** Stands in for Marketo: answers by a script, in the API's own envelope. The first part of a path names the script. */
export class ScriptedServer {
  readonly #server: Server;
  readonly #scripts = new Map<string, { readonly scenario: Scenario; readonly seen: Seen }>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port of this machine only. */
  static async start(): Promise<ScriptedServer> {
    const server = createServer();
    const scripted = new ScriptedServer(server);
    server.on("request", (request, response) => {
      const answer = scripted.#answer(request.url ?? "", request.headers.authorization ?? "");
      const text = JSON.stringify(answer);
      // Who asks for it is told of errors by the status, too.
      const status = "errors" in answer && request.headers.accept === "application/problem+json" ? 400 : 200;
      response.writeHead(status, { "content-type": "application/json", connection: "close" });
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return scripted;
  }

  /** The address that follows the scenario's script, and what will have come in there. */
  add(name: string, scenario: Scenario): { readonly base: string; readonly seen: Seen } {
    const seen: Seen = { requests: [], tokens: 0 };
    this.#scripts.set(name, { scenario, seen });
    const { port } = this.#server.address() as AddressInfo;
    return { base: `http://127.0.0.1:${port}/${name}`, seen };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(url: string, authorization: string): object {
    const script = this.#scripts.get(url.split("/")[1] ?? "");
    if (!script) return { success: false, errors: [{ code: "610", message: "Requested resource not found" }] };
    const { scenario, seen } = script;
    if (url.includes("/identity/oauth/token")) {
      seen.tokens++;
      return { access_token: `token-${seen.tokens}`, token_type: "bearer", expires_in: 3599 };
    }
    const code = scenario.answers[Math.min(seen.requests.length, scenario.answers.length - 1)] as string;
    seen.requests.push(authorization.replace(/^Bearer /, ""));
    const requestId = `a${seen.requests.length}#1`;
    if (code === "ok") return { requestId, success: true, result: [{ id: 1 }] };
    return { requestId, success: false, errors: [{ code, message: `scripted ${code}` }] };
  }
}
