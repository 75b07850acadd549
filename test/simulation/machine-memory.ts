/** What a person granted, by a model of its own: no more and no less is gone by. */
import type { Action, Request } from "../../src/core/approval/action.ts";
import type { Facts, Target } from "../../src/core/approval/facts.ts";
import type { Grant } from "../../src/core/approval/grant.ts";
import type { Question, Verdict } from "../../src/core/approval/question.ts";
import type { AuditRecord, Entry } from "../../src/core/approval/record.ts";
import type { Happening, Session, Step } from "../../src/core/approval/session.ts";
import type { SessionGrant } from "../../src/core/approval/session-grant.ts";

import { accept } from "../engine/fake-ports.ts";
import { CHAIN, RULED_CHAIN } from "./machine-inputs.ts";

type Item = {
  readonly what: readonly string[];
  readonly opens: readonly string[];
  until: number | null;
  uses: number | null;
  survives: boolean;
  readonly turn: string | null;
  readonly agent: string | null;
};

type Asked = Pick<Question, "action" | "targets">;
type Answered = { readonly question: Asked; readonly verdict: Verdict };

type Around = {
  readonly now: number;
  readonly session: Session;
  readonly asked: ReadonlyMap<string, { readonly question: Question }>;
  readonly faults: string[];
};

export interface Memory {
  /** Called with each event and what it led to, before the model goes by it. */
  see(
    happening: Happening,
    next: Step,
    around: { readonly model: Around; readonly records: readonly AuditRecord[] },
  ): void;
  whyNotPerformed(id: string, grant: Grant, facts: Facts): readonly string[];
}

export function newMemory(): Memory {
  const items = new Map<string, Item>();
  const requests = new Map<string, Request>();
  const stories = new Map<string, Entry[]>();
  /** What was open for a case when it was judged. */
  const opened = new Map<string, readonly string[]>();

  function seeEntry(id: string, entry: Entry, happening: Happening, model: Around): void {
    stories.set(id, [...(stories.get(id) ?? []), entry]);
    switch (entry.kind) {
      case "remembered":
        seeRemembered(id, entry.grant, happening, model);
        break;
      case "used":
        seeUsed(id, entry.grants, model);
        if (happening.kind === "gathered" && happening.changes === null) {
          model.faults.push("gone by a grant though it cannot be told what was taken from it");
        }
        break;
      case "revoked":
        items.delete(entry.id);
        break;
      case "over":
        items.delete(entry.grant);
        break;
      case "limited": {
        const item = items.get(entry.id);
        if (item === undefined) model.faults.push("what is not granted was limited");
        else Object.assign(item, narrowed(item, entry));
        break;
      }
      default:
    }
  }

  function seeRemembered(
    id: string,
    grant: SessionGrant,
    happening: Happening,
    { now, asked, session, faults }: Around,
  ): void {
    if (happening.kind === "restored") {
      const item = items.get(grant.id);
      if (item?.survives !== true || !isOn(item, now)) faults.push("a grant goes on that was not to last");
      return;
    }
    const answered = answerIn(id, happening, asked.get(id)?.question);
    if (answered === null) return void faults.push("remembered without an answer");
    const expected = itemOf(answered.question, answered.verdict, now, session, requests.get(id));
    const { covers, opens, until, usesLeft: uses, survivesResume: survives, turn, agent } = grant;
    const made = { opens: opens?.write ?? [], until, uses, survives, turn, agent };
    const { what, ...rest } = expected ?? { what: [] };
    if (JSON.stringify(made) !== JSON.stringify(rest) || covers.length !== what.length) {
      faults.push("something else is remembered than was granted");
    }
    if (items.has(grant.id)) faults.push("two grants have one name");
    items.set(grant.id, { what, ...made });
  }

  /** What a review approves, and a denial that was overruled, counts as a plain yes to permissions. */
  function answerIn(id: string, happening: Happening, asked: Question | undefined): Answered | null {
    if (!("id" in happening) || happening.id !== id) return null;
    if (happening.kind === "answered")
      return asked === undefined ? null : { question: asked, verdict: happening.verdict };
    const action = requests.get(id)?.action;
    const isTaken = happening.kind === "reviewed" || happening.kind === "gathered";
    if (!isTaken || action?.kind !== "permissions") return null;
    return { question: { action, targets: [] }, verdict: accept() };
  }

  function seeUsed(id: string, used: readonly string[], { now, faults }: Around): void {
    const request = requests.get(id);
    const known = used.flatMap((name) => items.get(name) ?? []);
    const counts = known.every((item) => request !== undefined && isFor(item, request, now));
    if (known.length !== used.length || !counts) faults.push("gone by a grant that does not hold");
    const covered = new Set(known.flatMap(({ what }) => what));
    const isChain = request?.action === CHAIN || request?.action === RULED_CHAIN;
    const isPart = isChain && PARTS.some((part) => covered.has(part));
    if (request !== undefined && !isPart && !wordsOf(request.action).every((word) => covered.has(word))) {
      faults.push("gone by a grant that does not cover it");
    }
    for (const item of known) if (item.uses !== null) item.uses -= 1;
  }

  function compare({ grants }: Session, now: number, faults: string[]): void {
    const live = grants
      .map(({ id, until, usesLeft }) => [id, until, usesLeft])
      .filter(([id]) => isOn(items.get(String(id)), now));
    const own = [...items].filter(([, item]) => isOn(item, now)).map(([id, { until, uses }]) => [id, until, uses]);
    if (JSON.stringify(live.toSorted(byName)) !== JSON.stringify(own.toSorted(byName)))
      faults.push("other grants are kept than were made");
  }

  return {
    see(happening, next, { model, records }) {
      if (happening.kind === "received") requests.set(happening.id, happening.request);
      for (const { case: id, entry } of records) seeEntry(id, entry, happening, model);
      if (happening.kind === "answered" && next.refused === null)
        seeAnswer(happening.id, happening.verdict, next, model);
      if (happening.kind === "gathered") {
        const request = requests.get(happening.id);
        const holding = [...items.values()].filter((item) => request !== undefined && isFor(item, request, model.now));
        opened.set(happening.id, happening.changes === null ? [] : holding.flatMap(({ opens }) => opens));
      }
      if (next.session.grants !== model.session.grants) compare(next.session, model.now, model.faults);
    },
    whyNotPerformed(id, grant, facts) {
      const story = stories.get(id) ?? [];
      return [...whyNotGranted(story, grant), ...whyNotOpen(grant, facts, opened.get(id) ?? [])];
    },
  };

  /** What was answered to last is remembered, where it is to be. */
  function seeAnswer(id: string, verdict: Verdict, next: Step, { asked, faults, now, session }: Around): void {
    const question = asked.get(id)?.question;
    const isMade = next.entries.some((one) => one.id === id && one.entry.kind === "remembered");
    const isFault = next.effects.some(
      (effect) => effect.kind === "reply" && effect.id === id && effect.outcome.kind === "declined",
    );
    if (question === undefined || isFault) return;
    const expected = itemOf(question, verdict, now, session, requests.get(id));
    if (isMade !== (expected !== null)) faults.push("an answer that lasts is not remembered, or one that does not is");
  }
}

const PARTS = [
  ["make", "a"],
  ["make", "b"],
  ["publish", "a"],
  ["publish", "b"],
].map((argv) => JSON.stringify([argv, "/w"]));

function byName(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : 1;
}

function isWider(now: number | null, before: number | null): boolean {
  return before !== null && (now === null || now > before);
}

function isYes(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && verdict.outcome.kind.startsWith("accept");
}

function narrowed(item: Item, { until, uses, survivesResume }: Entry & { readonly kind: "limited" }): Partial<Item> {
  if (isWider(until, item.until) || isWider(uses, item.uses)) return { until: -1 };
  return { until, uses, survives: item.survives && survivesResume };
}

function isOn(item: Item | undefined, now: number): boolean {
  return item !== undefined && (item.until === null || now < item.until) && item.uses !== 0;
}

function isFor(item: Item, { turn, agent }: Request, now: number): boolean {
  return isOn(item, now) && item.agent === (agent ?? null) && (item.turn === null || item.turn === turn);
}

/** What should be remembered of a yes; null where nothing should. */
function itemOf(
  question: Asked,
  { outcome, by }: Verdict,
  now: number,
  { terms }: Session,
  request?: Request,
): Item | null {
  const { action } = question;
  const agent = request?.agent ?? null;
  const isPermissions = action.kind === "permissions";
  const isAll = outcome.kind === "accept" || outcome.kind === "accept-for-session";
  if (isPermissions && (outcome.kind === "grant" || isAll)) {
    const isSession = outcome.kind === "grant" ? outcome.scope === "session" : outcome.kind === "accept-for-session";
    const limits = (outcome.kind === "accept-for-session" ? outcome.limits : undefined) ?? terms.grantLimits;
    const ends = { until: limits?.forMs == null ? null : now + limits.forMs, uses: null };
    const survives = isSession && limits?.survivesResume === true;
    // Of what the answers grant only one place lies in what is asked for.
    const opens = outcome.kind === "grant" ? ["/srv/a/x"] : action.wanted.write;
    return { what: [], opens, ...ends, survives, turn: isSession ? null : (request?.turn ?? null), agent };
  }
  if (outcome.kind !== "accept-for-session" || by !== "user") return null;
  const what = wordsOf(action, question.targets);
  if (what.length === 0) return null;
  const limits = outcome.limits ?? terms.grantLimits ?? { forMs: null, uses: null, survivesResume: false };
  const until = limits.forMs === null ? null : now + limits.forMs;
  return { what, opens: [], until, uses: limits.uses, survives: limits.survivesResume, turn: null, agent };
}

/** What a grant covers, one text for each piece; none for what no grant lasts for. */
function wordsOf(action: Action, targets?: readonly Target[]): readonly string[] {
  switch (action.kind) {
    case "command":
      return [JSON.stringify([action.argv, action.cwd])];
    case "exec":
      return [JSON.stringify([action.path, action.argv, action.cwd])];
    case "patch":
      return targets?.map(({ path }) => path) ?? action.text.split(" ");
    case "network":
      return [`${action.host} ${action.port} ${action.protocol}`];
    case "mcp":
      return [`${action.server} ${action.tool}`];
    default:
      return [];
  }
}

function whyNotGranted(story: readonly Entry[], { from, action }: Grant): readonly string[] {
  const answers = story.flatMap((entry) => (entry.kind === "answered" ? [entry.verdict] : []));
  const [last, before] = [answers.at(-1), answers.at(-2)];
  const judged = story.findLast((entry) => entry.kind === "judged");
  // Of a chain the part before the one that was declined goes on, accepted now or for the session.
  const isLeft = isYes(before) || story.some((entry) => entry.kind === "used");
  const isAnswered = isYes(last) || (last?.outcome.kind === "decline" && isLeft);
  const words = "argv" in action ? action.argv[0] : "";
  const decisions = story.slice(story.findLastIndex(({ kind }) => kind === "judged" || kind === "denied"));
  const isReviewed = decisions.some((entry) => entry.kind === "reviewed" && entry.review.status === "approved");
  const isDenied = story.some((entry) => entry.kind === "reviewed" && entry.review.status === "denied");
  const checks: readonly (readonly [broken: boolean, words: string])[] = [
    [from === "user" && !isAnswered, "carried out though nobody accepted it"],
    [from === "guardian" && !isReviewed, "carried out though no review approved it"],
    [from !== "guardian" && isReviewed, "carried out in another name than that of the review that approved it"],
    [isDenied, "carried out though a review denied it"],
    [from === "policy" && judged?.requirement !== "run", "carried out though it was not let pass"],
    [from === "session" && story.at(-3)?.kind !== "used", "carried out by a grant that is not named"],
    [words === "deploy", "carried out though a rule forbids it"],
    [
      words === "sign" && (from !== "user" || last?.by !== "user"),
      "carried out though a person must be asked each time",
    ],
  ];
  return checks.filter(([broken]) => broken).map(([, why]) => why);
}

function whyNotOpen({ action }: Grant, { workspace }: Facts, opened: readonly string[]): readonly string[] {
  const isMeant = action.kind === "command" || action.kind === "patch" || action.kind === "network";
  const expected = isMeant ? [...new Set(opened)].toSorted() : [];
  const open = [...(workspace.extra?.write ?? [])].toSorted();
  return JSON.stringify(open) === JSON.stringify(expected) ? [] : ["other permissions are open than were granted"];
}

export function entriesOf({ entries }: Step, id: string): readonly Entry[] {
  return entries.flatMap((one) => (one.id === id ? [one.entry] : []));
}

/** True where the step records a yes to the case, of a person or of a review. */
export function answeredBy(next: Step, id: string): boolean {
  return entriesOf(next, id).some((entry) => {
    if (entry.kind === "reviewed") return entry.review.status === "approved";
    if (entry.kind !== "answered") return false;
    const { kind } = entry.verdict.outcome;
    return kind === "grant" || kind === "reply" || kind.startsWith("accept");
  });
}
