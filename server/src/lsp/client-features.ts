import type { InitializeParams } from "vscode-languageserver";
import { optionalRecord } from "./params.ts";

/** What the client said it can do, as far as we ask; all of it is false or absent where it said nothing. */
export interface ClientFeatures {
  readonly configuration: boolean;
  readonly watchedFiles: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticData: boolean;
  /** Edits with the version of the text they belong to. */
  readonly documentChanges: boolean;
  /** Edits that make a file. */
  readonly createFiles: boolean;
  readonly markdownHover: boolean;
  readonly markdownCompletion: boolean;
  readonly labelDetails: boolean;
  readonly codeActionLiterals: boolean;
  readonly preferredActions: boolean;
  /** It asks for the edit of an action when the user has chosen it. */
  readonly laterEdits: boolean;
  /** Ours: the client takes `faultline/status`. */
  readonly status: boolean;
  /** Ours: the command that saves and shows a file that an action has written. */
  readonly saveCommand: string | undefined;
  /** Ours: where the pages of the rules lie, a URI that ends with a slash. */
  readonly rulePages: string | undefined;
  /** As the editor writes it: `zh-tw`. */
  readonly locale: string;
}

export function clientFeatures(params: InitializeParams, rulePages: string | undefined): ClientFeatures {
  const { workspace, textDocument } = params.capabilities ?? {};
  const options = optionalRecord(params.initializationOptions);
  const diagnostics = textDocument?.publishDiagnostics;
  const item = textDocument?.completion?.completionItem;
  return {
    configuration: workspace?.configuration === true,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relatedInformation: diagnostics?.relatedInformation === true,
    codeDescription: diagnostics?.codeDescriptionSupport === true,
    diagnosticData: diagnostics?.dataSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createFiles: workspace?.workspaceEdit?.resourceOperations?.includes?.("create") ?? false,
    markdownHover: textDocument?.hover?.contentFormat?.includes?.("markdown") ?? false,
    markdownCompletion: item?.documentationFormat?.includes?.("markdown") ?? false,
    labelDetails: item?.labelDetailsSupport === true,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    laterEdits: textDocument?.codeAction?.resolveSupport?.properties?.includes?.("edit") === true && textDocument.codeAction.dataSupport === true,
    preferredActions: textDocument?.codeAction?.isPreferredSupport === true,
    status: options?.status === true,
    saveCommand: typeof options?.saveCommand === "string" ? options.saveCommand : undefined,
    rulePages: typeof options?.rulePages === "string" ? options.rulePages : rulePages,
    locale: typeof params.locale === "string" ? params.locale : "en",
  };
}
