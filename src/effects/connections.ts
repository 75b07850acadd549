/** Answers for the connections of one run; what is the same is judged once. */
import type { Action } from "../core/approval/action.ts";
import { answerOf, type ConnectionAnswer, isLasting } from "../core/approval/connection.ts";
import type { Outcome } from "../core/approval/record.ts";
import type { Rules } from "../core/policy/rules.ts";
import type { Connector } from "./who-connects.ts";

export type Connection = Action & { readonly kind: "network" };

/** Where a connection is to lead. */
export type Target = Pick<Connection, "host" | "port" | "protocol">;

/** Answers for a connection; `who` is called at most once, for what must be judged. */
export type Connections = (target: Target, who: () => Connector) => Promise<ConnectionAnswer>;

export type Judging = {
  /** Judges a connection, and asks where that is needed. */
  readonly submit: (action: Connection) => Promise<Outcome>;
  /** The rules in force now; the same value as long as they have not changed. */
  readonly rules: () => Promise<Rules>;
};

/** Each judgement is on record, and a command could try hosts without end. */
export const JUDGED_MAX = 4_096;

/**
 * What one connection is allowed or declined holds for the same host, port and protocol as long as the command runs;
 * those that come while it is asked about wait for that very answer. What was refused by rule or setting stays so until
 * the rules change.
 */
export function connections({ submit, rules }: Judging): Connections {
  const answers = new Map<string, Promise<ConnectionAnswer>>();
  const refused = new Map<string, { readonly answer: ConnectionAnswer; readonly by: Rules }>();
  /** Each host once, and each time again that it was declined by a fault. */
  let judged = 0;

  const judge = async (target: Target, who: () => Connector): Promise<ConnectionAnswer> => {
    const key = keyOf(target);
    const before = refused.get(key);
    if (before !== undefined && before.by === (await rules())) {
      answers.delete(key);
      return before.answer;
    }
    const action: Connection = { kind: "network", ...target, ...who(), why: null };
    const outcome = await submit(action);
    const answer = answerOf(outcome, action);
    if (outcome.kind === "forbidden") refused.set(key, { answer, by: await rules() });
    if (!isLasting(outcome)) answers.delete(key);
    return answer;
  };

  return async (target, who) => {
    const key = keyOf(target);
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (!refused.has(key)) {
      if (judged >= JUDGED_MAX) return TOO_MANY;
      judged += 1;
    }
    const answer = judge(target, who);
    answers.set(key, answer);
    return answer;
  };
}

const TOO_MANY: ConnectionAnswer = {
  kind: "refuse",
  why: `the command has tried ${JUDGED_MAX} hosts already, so no more are judged`,
  rule: null,
  decision: "denied",
  source: "baseline_policy",
};

/** The same for the same host, port and protocol only. */
export function keyOf({ host, port, protocol }: Target): string {
  return JSON.stringify([host, port, protocol]);
}
