/** Answers for the connections of one run; what is the same is judged once. */
import type { Action } from "../core/approval/action.ts";
import { answerOf, type ConnectionAnswer, isLasting } from "../core/approval/connection.ts";
import type { Outcome } from "../core/approval/record.ts";
import type { Connector } from "./who-connects.ts";

export type Connection = Action & { readonly kind: "network" };

/** Where a connection is to lead. */
export type Target = Pick<Connection, "host" | "port" | "protocol">;

/** Answers for a connection; `who` is called at most once, for what must be judged. */
export type Connections = (target: Target, who: () => Connector) => Promise<ConnectionAnswer>;

/** Targets whose answer is kept; what comes beyond is judged each time. */
const KEPT_MAX = 4_096;

/**
 * What one connection is allowed or declined holds for the same host, port and protocol as long as the command runs;
 * those that come while it is asked about wait for that very answer.
 *
 * @param submit judges a connection, and asks where that is needed
 */
export function connections(submit: (action: Connection) => Promise<Outcome>): Connections {
  const answers = new Map<string, Promise<ConnectionAnswer>>();

  const judge = async (key: string, action: Connection): Promise<ConnectionAnswer> => {
    const outcome = await submit(action);
    if (!isLasting(outcome)) answers.delete(key);
    return answerOf(outcome, action);
  };

  return (target, who) => {
    const key = keyOf(target);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = judge(key, { kind: "network", ...target, ...who(), why: null });
    if (answers.size < KEPT_MAX) answers.set(key, answer);
    return answer;
  };
}

/** The same for the same host, port and protocol only. */
export function keyOf({ host, port, protocol }: Target): string {
  return JSON.stringify([host, port, protocol]);
}
