import {
  type CancellationToken,
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  LSPErrorCodes,
  type Hover as ProtocolHover,
  ResponseError,
} from "vscode-languageserver";
import type { LevelName } from "../catalogs/catalog.ts";
import { codeActions, provenAction } from "../features/code-actions.ts";
import { completion, offerDocumentation } from "../features/completion.ts";
import { hover } from "../features/hover.ts";
import { denials, why } from "../features/why.ts";
import { documentUri, optionalRecord, position, range, wantedKinds } from "./params.ts";
import type { Session } from "./session.ts";
import * as toProtocol from "./to-protocol.ts";

/**
 * Thin handlers: find the document, ask the pure feature, convert. Positions are read against the text as it stands after the wait for the
 * analysis, and what follows runs in one go, so that an answer never mixes two versions.
 */

export async function onHover(session: Session, params: unknown, token: CancellationToken): Promise<ProtocolHover | null> {
  const at = position(params);
  const found = await session.document(documentUri(params));
  refuseCancelled(token);
  if (found === undefined) return null;
  const offset = found.served.text.offsetAt(at);
  const given = hover(found.engine.analysis, offset, session.catalogs, session.words);
  return given === undefined ? null : toProtocol.hover(given, found.place, session.client);
}

export async function onCompletion(session: Session, params: unknown, token: CancellationToken): Promise<CompletionList | null> {
  const at = position(params);
  const found = await session.document(documentUri(params));
  refuseCancelled(token);
  // Most quotes that are typed stand in files that call none of the APIs: those cost nothing.
  if (found === undefined || found.engine.analysis.verdicts.length === 0) return null;
  const slot = found.engine.slotAt(found.served.text.offsetAt(at));
  if (slot === undefined) return null;
  const offers = completion(slot, session.catalogs, session.words);
  return { isIncomplete: false, items: offers.map((it) => toProtocol.completionItem(it, found.place, session.client)) };
}

export function onCompletionResolve(session: Session, params: unknown): CompletionItem {
  const item = (optionalRecord(params) ?? {}) as unknown as CompletionItem;
  const { api, code, level } = optionalRecord(item.data) ?? {};
  if (typeof api !== "string" || typeof code !== "string") return item;
  const blocks = offerDocumentation({ api, code, ...(isLevel(level) ? { level } : {}) }, session.catalogs, session.words);
  return blocks === undefined ? item : { ...item, documentation: toProtocol.documentation(blocks, session.client) };
}

export async function onCodeAction(session: Session, params: unknown, token: CancellationToken): Promise<CodeAction[] | null> {
  const asked = range(params);
  const wanted = wantedKinds(params);
  const found = await session.document(documentUri(params));
  refuseCancelled(token);
  // Without literals only commands could be given, and we have none that edit.
  if (found === undefined || !session.client.codeActionLiterals) return null;
  const { text } = found.served;
  const at = { start: text.offsetAt(asked.start), end: text.offsetAt(asked.end) };
  const settings = session.settingsFile(found.served);
  const actions = codeActions(found.engine, at, wanted, session.words, session.catalogs, settings, session.client.laterEdits ? "near" : "whole");
  return actions.flatMap((it) => toProtocol.codeAction(it, found.place, session.client) ?? []);
}

/** The edit of an action that was only shown. Refused where the text has changed since, or where the fix turns out to do harm elsewhere. */
export async function onCodeActionResolve(session: Session, params: unknown, token: CancellationToken): Promise<CodeAction> {
  const action = (optionalRecord(params) ?? {}) as unknown as CodeAction;
  const { uri, version, rule, start, id } = optionalRecord(action.data) ?? {};
  if (typeof uri !== "string" || typeof rule !== "string" || typeof start !== "number" || typeof id !== "string") return action;
  const found = await session.document(uri);
  refuseCancelled(token);
  if (found === undefined || found.served.version !== version) throw new ResponseError(LSPErrorCodes.ContentModified, "the text has changed");
  const proven = provenAction(found.engine, { rule, start, id });
  const made = proven && toProtocol.codeAction(proven, found.place, session.client);
  if (made?.edit === undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, session.words.say("action.refused"));
  return { ...action, edit: made.edit };
}

/** `faultline/why`: which APIs a document calls, with the evidence. Null for a document that isn't open or isn't of a language we know. */
export async function onWhy(session: Session, params: unknown, token: CancellationToken): Promise<toProtocol.WhyAnswer | null> {
  const found = await session.document(documentUri(params));
  refuseCancelled(token);
  if (found === undefined) return null;
  const { analysis } = found.engine;
  return toProtocol.whyAnswer(why(analysis, session.catalogs, session.words), denials(analysis, session.catalogs, session.words), found.place);
}

function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
}

function isLevel(json: unknown): json is LevelName {
  return json === "http" || json === "response" || json === "record" || json === "delayed";
}
