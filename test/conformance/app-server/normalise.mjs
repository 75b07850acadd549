/** Takes out of a transcript what differs from run to run. */
// Turns what a run produced into text that is equal from run to run: ids, times, paths, ports,
// versions and process numbers become placeholders numbered in order of first appearance.

const TIME_KEYS = new Set([
  "startedAtMs",
  "completedAtMs",
  "emittedAtMs",
  "createdAt",
  "updatedAt",
  "recencyAt",
  "startedAt",
  "completedAt",
  "durationMs",
  "sectionEnteredAt",
]);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const DROP_KEYS = new Set(["emittedAtMs", "tokenUsage", "installationId"]);

export class Normaliser {
  /** @param {Record<string,string>} places real path (or other text) → placeholder */
  constructor(places) {
    this.places = Object.entries(places)
      .filter(([from]) => from)
      .toSorted((a, b) => b[0].length - a[0].length);
    this.ids = new Map();
    this.counts = {};
  }

  id(value, kind) {
    if (!this.ids.has(value)) {
      this.counts[kind] = (this.counts[kind] ?? 0) + 1;
      this.ids.set(value, `<${kind}-${this.counts[kind]}>`);
    }
    return this.ids.get(value);
  }

  text(value) {
    let text = value;
    for (const [from, to] of this.places) text = text.split(from).join(to);
    text = text
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, "<STAMP>")
      .replace(/rollout-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d/g, "rollout-<DATE>")
      .replace(/sessions\/\d{4}\/\d\d\/\d\d/g, "sessions/<DATE>")
      .replace(UUID, (id) => this.id(id, "ID"))
      .replace(/Chunk ID: [0-9a-f]+/g, "Chunk ID: <CHUNK>")
      .replace(/Wall time: [\d.]+ seconds/g, "Wall time: <SECONDS> seconds")
      .replace(/session ID \d+/g, "session ID <PROCESS>")
      .replace(/--session-id \d+/g, "--session-id <PROCESS>")
      .replace(/after [\d.]+ ?(ms|s|seconds)\b/g, "after <DURATION>")
      .replace(/\b0\.169\.0\b/g, "<VERSION>")
      .replace(/(127\.0\.0\.1|localhost)([:/])\d{4,5}/g, "$1$2<PORT>");
    return text;
  }

  value(value, key = "") {
    if (value === null || value === undefined || typeof value === "boolean") return value;
    if (typeof value === "number") return TIME_KEYS.has(key) ? "<TIME>" : value;
    if (typeof value === "string") {
      if (key === "threadId" || key === "sessionId") return this.id(value, "THREAD");
      if (key === "turnId" || key === "rootTurnId") return this.id(value, "TURN");
      if (key === "reviewId") return this.id(value, "REVIEW");
      if (key === "approvalId") return this.id(value, "APPROVAL");
      if (key === "processId") return "<PROCESS>";
      if (key === "userAgent") return "<USER_AGENT>";
      return this.text(value);
    }
    if (Array.isArray(value)) return value.map((entry) => this.value(entry));
    const out = {};
    for (const [name, entry] of Object.entries(value)) {
      if (DROP_KEYS.has(name)) continue;
      const kind = name === "id" && (key === "thread" || key === "turn") ? `${key}Id` : name;
      out[this.text(name)] = this.value(entry, kind);
    }
    return out;
  }
}

// Notifications that carry nothing about approvals and whose timing is not fixed.
const NOISE = new Set([
  "remoteControl/status/changed",
  "account/rateLimits/updated",
  "thread/tokenUsage/updated",
  "thread/readState/changed",
  "item/commandExecution/outputDelta",
  "item/fileChange/outputDelta",
  "skills/changed",
  "thread/name/updated",
  "app/list/updated",
  "account/updated",
  "item/agentMessage/delta",
  "item/reasoning/summaryTextDelta",
  "thread/project/updated",
  "project/changed",
  "thread/environment/connected",
]);

export const isNoise = (message) => NOISE.has(message.method);

// Outcome classes of a tool's output, most specific first. They describe what happened, not how it is worded.
const CLASSES = [
  ["unknown-tool", /unsupported call|unknown tool|no such tool/i],
  [
    "review-denied",
    /unacceptable risk|review(er)? (has )?(denied|rejected)|(denied|rejected) by (the )?(automatic|auto)/i,
  ],
  ["review-unavailable", /review (timed out|could not|did not finish|failed)|review failure/i],
  [
    "rejected-by-policy",
    /blocked by policy|policy forbids|` rejected: |approval settings|reject command|AskForApproval|approval policy is|required by policy/i,
  ],
  ["network-blocked", /network access .*(blocked|denied)/i],
  ["cancelled-by-user", /user cancelled|cancelled by (the )?user/i],
  ["rejected-by-user", /(rejected|declined|denied) by (the )?user|user (rejected|declined|denied)/i],
  ["approval-failed", /approval request failed/i],
  ["aborted", /aborted by user|^aborted/im],
  ["bad-arguments", /failed to parse|invalid|missing|requires at least|verification failed|are disabled/i],
  ["still-running", /running with session ID/i],
];

/** Data a tool returned (a grant, an MCP result) counts by its content, which is compared as it is. */
export function outcome(text) {
  const body = text.replace(/^(Chunk ID.*\n)?(Exit code: \d+\n)?(Wall time: .*\n)?/, "");
  const exit = /exited with code (-?\d+)|exit code:? ?(-?\d+)|"exit_code":\s*(-?\d+)/i.exec(text);
  if (/Success\. Updated/.test(text)) return "patched";
  if (exit) return `exit ${exit[1] ?? exit[2] ?? exit[3]}`;
  for (const [name, pattern] of CLASSES) if (pattern.test(body)) return name;
  return `data ${body
    .replace(/^Output:\s*/, "")
    .trim()
    .slice(0, 400)}`;
}
