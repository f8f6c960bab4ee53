import { AbstractMessageWriter, type Message, type MessageWriter } from "vscode-languageserver/node";
import { Publication } from "./publication.ts";

/**
 * Writes messages to a stream, each in one piece and at once, so that an editor gets it in one piece. Diagnostics come to it as a text that
 * was put together of what stays the same.
 */
export class PromptWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #stream: NodeJS.WritableStream;
  #errors = 0;

  constructor(stream: NodeJS.WritableStream) {
    super();
    this.#stream = stream;
    stream.on("error", (error) => this.fireError(error));
    stream.on("close", () => this.fireClose());
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (error: unknown): void => {
        this.fireError(error instanceof Error ? error : new Error(String(error)), message, ++this.#errors);
        reject(error);
      };
      try {
        const body = Buffer.from(textOf(message));
        const bytes = Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
        this.#stream.write(bytes, (error) => (error ? failed(error) : resolve()));
      } catch (error) {
        failed(error);
      }
    });
  }

  end(): void {
    this.#stream.end();
  }
}

function textOf(message: Message): string {
  const { method, params } = message as { readonly method?: unknown; readonly params?: unknown };
  if (!(params instanceof Publication)) return JSON.stringify(message);
  return `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${params.json}}`;
}
