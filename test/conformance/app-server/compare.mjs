/** Reduces a transcript to what a client can rely on, and tells where two differ. */
// Reduces a transcript to what a client can rely on, and says where two reductions differ.
//
// Messages are sorted into lanes, one per item (or per approval without an item), because the order
// within a lane is fixed while lanes of parallel calls may interleave. Being more complete than the
// reference is allowed in two places where it stays silent: a command the sandbox stopped may be
// reported as an item, and an item left open by an interrupt may be completed.

import { outcome } from "./normalise.mjs";

const TIMES = new Set(["startedAtMs", "completedAtMs", "durationMs"]);

export function reduce(transcript, { loose = false } = {}) {
  if (transcript.kind === "exec") return reduceExec(transcript);
  const lanes = {};
  const view = {
    lanes,
    asks: [],
    replies: [],
    turns: [],
    notices: {},
    outputs: outputs(transcript),
    ...effects(transcript),
  };
  if (transcript.problem)
    view.refused = /ended|could not start/.test(transcript.problem) ? "server ended" : "no progress";
  const lane = (key) => (lanes[key] ??= []);
  const methods = new Map(); // id of our request → method
  const laneOfRequest = new Map();
  const seen = {};
  let turnOpen = false; // answers that come after the turn ended have no fixed place
  for (const entry of transcript.messages) {
    const { in: incoming, out: outgoing } = entry;
    if (outgoing) {
      if (outgoing.method && outgoing.id !== undefined) methods.set(outgoing.id, outgoing.method);
      else if (outgoing.id !== undefined && turnOpen)
        lane(laneOfRequest.get(outgoing.id) ?? "unasked").push({ event: "answer" });
      if (outgoing.method === "initialize") laneOfRequest.clear();
      continue;
    }
    const { method, params } = incoming;
    if (method === "turn/started" || method === "turn/completed") turnOpen = method === "turn/started";
    if (!method) {
      view.replies.push(reply(methods.get(incoming.id), incoming));
      continue;
    }
    if (incoming.id !== undefined) {
      const base = (params.itemId ?? "elicitation").replace(/<ID-\d+>/, "");
      seen[base] = (seen[base] ?? 0) + 1;
      const key = params.itemId && !base.startsWith("network#") ? base : `${base}#${seen[base]}`;
      laneOfRequest.set(incoming.id, key);
      const ask = { event: "ask", method, ...request(params, loose) };
      lane(key).push(ask);
      view.asks.push(key);
    } else if (method === "serverRequest/resolved") {
      lane(laneOfRequest.get(params.requestId) ?? "unasked").push({ event: "resolved" });
    } else if (method === "item/started" || method === "item/completed") {
      const event = item(params.item, method === "item/started");
      // After an interrupt the reference completes open items late or not at all.
      if (event && (turnOpen || event.event === "started")) lane(params.item.id).push(event);
    } else if (method.startsWith("item/autoApprovalReview/")) {
      const { action, review, targetItemId } = params;
      const { rationale, ...rest } = review;
      lane(targetItemId ?? `review-${action.type}`).push({
        event: method.endsWith("started") ? "review started" : "review completed",
        action,
        review: { ...rest, rationale: shortReason(rationale) },
      });
    } else if (method === "turn/completed") {
      view.turns.push({ status: params.turn.status, failed: Boolean(params.turn.error) });
    } else if (
      ["configWarning", "guardianWarning", "warning", "error", "autoApprovalReview/strictReviewRequired"].includes(
        method,
      )
    ) {
      if (method === "warning" && /Under-development/.test(params.message)) continue;
      view.notices[method] = (view.notices[method] ?? 0) + 1;
    }
  }
  // What an interrupt hit before any decision may or may not be completed: the reference does both.
  if (view.turns.some(({ status }) => status === "interrupted")) {
    for (const [key, events] of Object.entries(lanes))
      if (undecided(events)) lanes[key] = events.filter(({ event }) => event !== "completed");
  }
  return view;
}

const outputs = (transcript) =>
  Object.fromEntries(transcript.toolOutputs.map(({ call, text }) => [call, outcome(text)]));

function effects({ files, outside, codexHome }) {
  const { "config.toml": config, ...home } = codexHome;
  const trust = [...(config?.changed ?? "").matchAll(/\[projects\."([^"]+)"\]\s*\ntrust_level = "(\w+)"/g)].map(
    (m) => `${m[1]}=${m[2]}`,
  );
  const other = /approval_mode = "\w+"/.exec(config?.changed ?? "")?.[0] ?? null;
  return { files, outside, home, trust, config: other };
}

function reply(method, { result, error }) {
  if (error) return { method, error: error.code };
  if (method === "thread/start" || method === "thread/resume") {
    const { approvalPolicy, approvalsReviewer, sandbox, cwd, activePermissionProfile } = result;
    return { method, approvalPolicy, approvalsReviewer, sandbox, cwd, profile: activePermissionProfile?.id ?? null };
  }
  if (method === "configRequirements/read") {
    const { allowedApprovalPolicies, allowedSandboxModes, allowedApprovalsReviewers } = result.requirements ?? {};
    return { method, allowedApprovalPolicies, allowedSandboxModes, allowedApprovalsReviewers };
  }
  return { method };
}

/** The fields of an approval request. Prose composed by the server counts only by its variable part. */
function request(params, loose) {
  const out = {};
  for (const [name, value] of Object.entries(params)) {
    if (TIMES.has(name) || name === "approvalId") continue;
    if (loose && ["environmentId", "commandActions"].includes(name)) continue;
    if (name === "reason") out.reason = shortReason(value);
    else if (name === "message") out.message = Boolean(value);
    else if (name === "itemId") out.itemId = value.replace(/<ID-\d+>/, "");
    else out[name] = value;
  }
  return { params: out };
}

const shortReason = (reason) =>
  reason
    ? reason
        .replace(/^.*requires approval(: |$)/s, "")
        .replace(/^Network access to .*/, "network")
        .replace(/^command failed; retry.*/, "retry")
        .replace(/^Automatic approval review (failed|timed out).*/s, "review $1")
        .replace(/^Auto-review returned.*/, "default")
    : null;

function item(value, started) {
  const { type, status } = value;
  if (type === "commandExecution")
    return started
      ? { event: "started", type, command: value.command, cwd: value.cwd }
      : { event: "completed", status, exitCode: value.exitCode };
  if (type === "fileChange")
    return started
      ? {
          event: "started",
          type,
          changes: value.changes
            .map(({ path, kind }) => ({ path, kind }))
            .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
        }
      : { event: "completed", status };
  if (type === "mcpToolCall")
    return started
      ? { event: "started", type, server: value.server, tool: value.tool }
      : { event: "completed", status, failed: Boolean(value.error) };
  return null;
}

function reduceExec(transcript) {
  const events = [];
  for (const { event } of transcript.messages) {
    if (event.type === "item.updated") continue;
    if (!event.item) {
      events.push({ type: event.type });
      continue;
    }
    const { type, status, exit_code, command, changes, server, tool, error, text } = event.item;
    events.push({
      type: event.type,
      item: type,
      status,
      exit_code,
      command,
      changes,
      server,
      tool,
      failed: error ? true : undefined,
      text,
    });
  }
  return {
    exit: transcript.exitCode === 0 ? 0 : "failure",
    events,
    outputs: outputs(transcript),
    ...effects(transcript),
  };
}

/** Differences as readable lines; an empty list means the candidate conforms. */
export function differences(reference, candidate) {
  const found = [];
  const say = (where, a, b) => found.push(`${where}: expected ${short(a)}, got ${short(b)}`);
  for (const key of new Set([...Object.keys(reference), ...Object.keys(candidate)])) {
    const a = reference[key],
      b = candidate[key];
    if (key === "lanes") lanes(a, b, say);
    else if (key === "events") execEvents(a, b, say);
    else if (key === "outputs") outputsOf(a, b, say);
    else if (key === "asks") {
      if (short(sorted(a)) !== short(sorted(b))) say("approval requests", a, b);
    } else if (key === "notices") notices(a, b, say);
    else if (Array.isArray(a) && Array.isArray(b)) {
      for (let i = 0; i < Math.max(a.length, b.length); i++) if (!same(a[i], b[i])) say(`${key}[${i}]`, a[i], b[i]);
    } else if (a && b && typeof a === "object" && typeof b === "object") {
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
        if (!same(a[name], b[name])) say(`${key} ${name}`, a[name], b[name]);
    } else if (!same(a, b)) say(key, a, b);
  }
  return found;
}

function lanes(a, b, say) {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const expected = a[key],
      actual = b[key];
    if (!expected && actual.every(({ event }) => event === "started" || event === "completed")) continue;
    if (!expected || !actual) {
      say(
        `item ${key}`,
        expected?.map((e) => e.event),
        actual?.map((e) => e.event),
      );
      continue;
    }
    const extra = actual.at(-1)?.event === "completed" && !expected.some((e) => e.event === "completed");
    const shown = extra ? actual.slice(0, -1) : actual;
    for (let i = 0; i < Math.max(expected.length, shown.length); i++) {
      if (!same(expected[i], shown[i])) {
        detail(`item ${key} step ${i}`, expected[i], shown[i], say);
        break;
      }
    }
  }
}

function detail(where, a, b, say) {
  if (!a || !b || a.event !== b.event) {
    say(where, a?.event ?? "nothing", b?.event ?? "nothing");
    return;
  }
  const flatA = { ...a, ...a.params },
    flatB = { ...b, ...b.params };
  for (const name of new Set([...Object.keys(flatA), ...Object.keys(flatB)])) {
    if (name !== "params" && !same(flatA[name], flatB[name]))
      say(`${where} ${a.event}.${name}`, flatA[name], flatB[name]);
  }
}

// When a refusal also ends the turn, the model may read either of the two in the next one.
const REFUSED = new Set(["aborted", "rejected-by-user", "review-denied", "cancelled-by-user"]);

function outputsOf(a, b, say) {
  for (const call of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const either = (a[call] === "aborted" || b[call] === "aborted") && REFUSED.has(a[call]) && REFUSED.has(b[call]);
    if (a[call] !== b[call] && !either) say(`outputs ${call}`, a[call], b[call]);
  }
}

/** A warning must be given where the reference gives one; further ones are the implementation's choice. */
function notices(a, b, say) {
  for (const [name, count] of Object.entries(a)) {
    if (!b[name]) say(`notification ${name}`, count, 0);
  }
  if (b.error && !a.error) say("notification error", 0, b.error);
}

function execEvents(a, b, say) {
  const commands = new Set(a.filter((e) => e.item === "command_execution").map((e) => e.command));
  const rest = b.filter((e) => e.item !== "command_execution" || commands.has(e.command));
  for (let i = 0; i < Math.max(a.length, rest.length); i++)
    if (!same(a[i], rest[i])) {
      say(`event ${i}`, a[i], rest[i]);
      return;
    }
}

function same(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return (a ?? null) === (b ?? null);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const name of names) if (!same(a[name], b[name])) return false;
  return true;
}

const short = (value) => (value === undefined ? "nothing" : JSON.stringify(value).slice(0, 220));

const sorted = (names) => names.toSorted((a, b) => (a < b ? -1 : 1));

const undecided = (events) =>
  !events.some(
    ({ event, review }) => event === "answer" || (event === "review completed" && review.status !== "aborted"),
  );
