/**
 * The interface's sentences in English: the table whose keys the others must have. `{name}` is a hole. Words about a code itself (title,
 * cause, remedy) are no business of this file: they come from the catalogs.
 */
export const en = {
  "list.comma": ", ",
  "list.last": "{first} and {last}",

  "level.http": "HTTP status",
  "level.response": "in the response",
  "level.record": "for one record of a batch",
  "level.delayed": "later, on the resource",
  "type.string": "string",
  "type.number": "number",

  "kind.transient": "transient",
  "kind.throttled": "rate limit",
  "kind.auth": "credential",
  "kind.conflict": "conflict",
  "kind.quota": "quota",
  "kind.permanent": "permanent",

  "explain.arrives": "{level} in {path} as a {type}",
  "explain.httpStatus": "HTTP {status}",
  "explain.cause": "What it means",
  "explain.remedy": "What to do",
  "explain.retry": "Try again?",
  "explain.safety": "Repeating a write",
  "explain.variants": "The message on the wire tells these apart",
  "explain.message": "Message on the wire",
  "explain.note": "Note",
  "explain.scope": "Only calls of this kind return it: {scope}.",
  "explain.deprecated": "No longer in use.",
  "explain.replacedBy": "No longer in use; {code} has taken its place.",
  "explain.source": "Source: {title}, as of {date}",
  "explain.unknown": "{api} has no code {code} in its list.",
  "explain.alsoSeen": "{code} is not in {api}'s list but has been seen on the wire.",
  "explain.near": "Near it: {codes}",

  "retry.transient": "Yes: with exponential backoff and jitter.",
  "retry.transient.from": "Yes: with exponential backoff and jitter, the first time after about {seconds} s.",
  "retry.throttled": "Yes: wait as long as {header} says, else a little longer each time, then again.",
  "retry.throttled.window": "Yes: wait for the {seconds} s window, or as long as {header} says, then again.",
  "retry.auth": "Once: renew the credential, then again. If it fails once more, give up.",
  "retry.conflict": "Not as it is: read the current version first, then again with that.",
  "retry.quota": "Not in this process: a quota is used up.",
  "retry.quota.resets": "Not in this process: a quota is used up, and full again at {time}.",
  "retry.permanent": "No: the same request never succeeds.",
  "retry.permanent.renewable": "No, unless the credential was missing or old: renewing it and repeating once is reasonable.",
  "retry.attempts": "At most {count} attempts in all.",

  "safety.no": "Safe: the failed request was not carried out.",
  "safety.unknown": "Careful: the failed request may have been carried out. Look first, or make the request idempotent.",
  "safety.unknown.key": "Careful: the failed request may have been carried out. Send the same {header} again with it.",

  "evidence.because": "{api}, because of {reasons}",
  "evidence.perhaps": "Perhaps {api}, because of {reasons}",
  "evidence.in": "{what} in {file}",
  "evidence.directive": "the comment {what}",
  "evidence.setting": "the setting {what}",
  "evidence.host": "{what}",
  "evidence.package": "the package {what}",
  "evidence.manifest": "the dependency {what}",
  "evidence.header": "the header {what}",
  "evidence.field": "the field {what}",
  "evidence.path": "the path {what}",
  "evidence.identifier": "the name {what}",
  "evidence.name": "the name {what}",
  "evidence.neighbour": "the linked file {what}",
  "evidence.codes": "the codes {what}",
  "evidence.comment": "the comment {what}",

  "completion.present": "already named here",

  "action.fixAll": "Faultline: fix all that is safe to fix",
  "action.rulePage": "What {rule} means",

  "why.none": "None of the APIs that Faultline knows.",
  "why.unknownDocument": "Faultline doesn't read this file.",
} as const satisfies Record<string, string>;

export type MessageId = keyof typeof en;
