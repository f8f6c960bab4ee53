import { AbstractMessageWriter, type Message, type MessageWriter } from "vscode-languageserver/node";
import { Publication } from "./publication.ts";

/**
 * Writes messages to a stream, each in one piece and at once, so that an editor gets it in one piece. Diagnostics come to it as bytes, most of
 * which are those of the last message about the same document.
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
        this.#stream.write(bytesOf(message), (error) => (error ? failed(error) : resolve()));
      } catch (error) {
        failed(error);
      }
    });
  }

  end(): void {
    this.#stream.end();
  }
}

function bytesOf(message: Message): Uint8Array {
  const { method, params } = message as { readonly method?: string; readonly params?: unknown };
  if (method !== undefined && params instanceof Publication) return params.message(method);
  const body = JSON.stringify(message);
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
