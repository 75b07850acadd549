/** What a client replied, as a verdict; what is no proper answer is none. */
import { never } from "../../kit/never.ts";
import type { Question, Verdict } from "../../core/approval/question.ts";
import { faultVerdict } from "../../core/approval/question.ts";
import { whyNotAmended } from "../../core/approval/amending.ts";
import { canLast, onlyPerson } from "../../core/approval/asking.ts";
import type { Amendment } from "../../core/approval/requirement.ts";
import type { GrantLimits } from "../../core/approval/session-grant.ts";
import { TO_THE_END } from "../../core/approval/session-grant.ts";
import type { Extra } from "../../core/permissions/extra.ts";
import { isNothing } from "../../core/permissions/extra.ts";
import { asObject, type Json, type JsonObject } from "../../kit/json.ts";
import { jsonOf } from "./answer.ts";
import type { Reply } from "./client.ts";

/** `warning`: what the client has to be told of its answer; null where there is nothing to tell. */
export type Read = { readonly verdict: Verdict; readonly warning: string | null };

/** `details`: the client may say more than Codex's would. */
export function readReply(question: Question, reply: Reply, details: boolean): Read {
  if (reply.kind === "error") return plain(faultVerdict(`the client failed: ${reply.why}`));
  const fields = asObject(jsonOf(reply.result));
  if (fields === null) return plain(faultVerdict("the answer is no object"));
  const { action } = question;
  switch (action.kind) {
    case "permissions":
      return readPermissions(fields, action.wanted);
    case "mcp":
    case "elicitation":
      return plain(readAction(question, fields));
    case "patch":
    case "command":
    case "exec":
    case "network":
    case "stdin":
      return readDecision(question, fields, details);
    default:
      return never(action);
  }
}

function readDecision(question: Question, fields: JsonObject, details: boolean): Read {
  const { decision } = fields;
  switch (decision) {
    case "accept":
      return plain(user({ kind: "accept" }));
    case "acceptForSession": {
      if (!canLast(question)) return once(question);
      const limits = details ? limitsIn(fields["limits"]) : TO_THE_END;
      if (limits === null) return plain(faultVerdict("the limits of the answer cannot be read"));
      return plain(user({ kind: "accept-for-session", ...(limits === TO_THE_END ? {} : { limits }) }));
    }
    case "decline": {
      const feedback = details && typeof fields["feedback"] === "string" ? fields["feedback"] : null;
      return plain(user({ kind: "decline", feedback }));
    }
    case "cancel":
      return plain(user({ kind: "cancel" }));
    case "acceptWithExecpolicyAmendment":
      if (question.action.kind === "patch") return bogus();
      return question.amendment?.kind === "prefix"
        ? amending(question, question.amendment)
        : refused("no rule was proposed");
    default:
      return question.action.kind === "patch" ? bogus() : readAmendment(question, asObject(decision));
  }
}

/** What cannot last is asked about each time: an answer for the session counts once, but where only one of once is taken. */
function once({ reasons }: Question): Read {
  if (!onlyPerson(reasons)) return plain(user({ kind: "accept" }));
  return plain(faultVerdict("it is a person's to answer, each time anew"));
}

function readAmendment(question: Question, decision: JsonObject | null): Read {
  const words = asObject(decision?.["acceptWithExecpolicyAmendment"])?.["execpolicy_amendment"];
  if (isWords(words)) {
    const [first, ...rest] = words;
    if (first === undefined) return refused("a rule needs one word at least");
    return amending(question, { kind: "prefix", pattern: [first, ...rest] });
  }
  const network = asObject(asObject(decision?.["applyNetworkPolicyAmendment"])?.["network_policy_amendment"]);
  const { host, action } = network ?? {};
  if (typeof host !== "string" || (action !== "allow" && action !== "deny")) return bogus();
  if (question.action.kind !== "network") {
    return plain(user(action === "allow" ? { kind: "accept" } : { kind: "decline", feedback: null }));
  }
  const rule = { kind: "network", host: host.toLowerCase(), protocol: question.action.protocol } as const;
  return amending(question, action === "allow" ? rule : { ...rule, decision: "forbidden" });
}

/** A rule that may not be saved is told at once, and nothing runs: the person meant to accept more than that. */
function amending(question: Question, amendment: Amendment): Read {
  const isDenial = amendment.kind === "network" && amendment.decision === "forbidden";
  const why = whyNotAmended(question, amendment);
  if (why !== null) return refused(why);
  return plain(user({ kind: isDenial ? "decline-and-amend" : "accept-and-amend", amendment }));
}

function readAction(question: Question, fields: JsonObject): Verdict {
  const { action } = fields;
  if (action === "decline") return user({ kind: "decline", feedback: null });
  if (action === "cancel") return user({ kind: "cancel" });
  if (action !== "accept") return faultVerdict("the answer holds no action that is known");
  if (question.action.kind === "elicitation") return user({ kind: "reply", content: fields["content"] ?? {} });
  const persist = asObject(fields["_meta"])?.["persist"];
  if (persist === "session") return user({ kind: "accept-for-session" });
  // What cannot last counts once. As in Codex.
  return persist === "always" && question.amendment?.kind === "tool"
    ? user({ kind: "accept-and-amend", amendment: question.amendment })
    : user({ kind: "accept" });
}

function readPermissions(fields: JsonObject, wanted: Extra): Read {
  const granted = asObject(fields["permissions"]);
  const scope = fields["scope"] ?? "turn";
  if (granted === null || (scope !== "turn" && scope !== "session")) return bogus();
  const extra = extraIn(granted, wanted);
  if (extra === null) return bogus();
  // Who wants the turn to be reviewed gets that, whatever is granted with it.
  if (fields["strictAutoReview"] === true) return plain(user({ kind: "grant", extra, scope, strict: true }));
  return plain(user(isNothing(extra) ? { kind: "decline", feedback: null } : { kind: "grant", extra, scope }));
}

/** Null where it cannot be read. What of it was not asked for is dropped later, with all that is decided. */
function extraIn(granted: JsonObject, wanted: Extra): Extra | null {
  const { fileSystem, network } = granted;
  const files = fileSystem === undefined || fileSystem === null ? {} : asObject(fileSystem);
  const net = network === undefined || network === null ? {} : asObject(network);
  if (files === null || net === null) return null;
  const read = files["read"] ?? [];
  const write = files["write"] ?? [];
  const entries = entriesIn(files["entries"] ?? []);
  if (!isWords(read) || !isWords(write) || entries === null) return null;
  return {
    read: [...new Set([...read, ...entries.read])],
    write: [...new Set([...write, ...entries.write])],
    network: net["enabled"] === true && wanted.network,
  };
}

type Entries = { readonly read: readonly string[]; readonly write: readonly string[] };

function entriesIn(entries: Json): Entries | null {
  if (!Array.isArray(entries)) return null;
  const read: string[] = [];
  const write: string[] = [];
  for (const entry of entries) {
    const place = asObject(asObject(entry)?.["path"]);
    const access = asObject(entry)?.["access"];
    const path = place?.["type"] === "path" ? place["path"] : null;
    if (typeof path !== "string" || (access !== "read" && access !== "write")) return null;
    (access === "read" ? read : write).push(path);
  }
  return { read, write };
}

function limitsIn(limits: Json | undefined): GrantLimits | null {
  if (limits === undefined || limits === null) return TO_THE_END;
  const fields = asObject(limits);
  if (fields === null) return null;
  const { forMs = null, uses = null, survivesResume = false } = fields;
  if (!isCount(forMs) || !isCount(uses) || typeof survivesResume !== "boolean") return null;
  return { forMs, uses, survivesResume };
}

function isCount(value: unknown): value is number | null {
  return value === null || (typeof value === "number" && Number.isSafeInteger(value) && value > 0);
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === "string");
}

function user(outcome: Verdict["outcome"]): Verdict {
  return { outcome, by: "user", note: null };
}

function plain(verdict: Verdict): Read {
  return { verdict, warning: null };
}

function bogus(): Read {
  return plain(faultVerdict("the answer holds no decision that is known"));
}

function refused(why: string): Read {
  return { verdict: faultVerdict(why), warning: why };
}
