/** Grants for sessions as lines for people, and as data. */
import type { SessionGrant } from "../../core/approval/session-grant.ts";
import { extraWords } from "../../core/permissions/extra.ts";
import { visible } from "../../kit/text.ts";
import type { TonedLine } from "./tones.ts";

/** The grants of one session, as they are seen from outside. */
export type SessionGrants = {
  readonly name: string;
  readonly cwd: string;
  readonly thread: string | null;
  /** Null where the session has ended. */
  readonly pid: number | null;
  readonly grants: readonly SessionGrant[];
  /** Why it cannot be told what they are; null where it can. */
  readonly fault: string | null;
};

/** The end of a name, where names of the same hour differ. */
export function shortName(name: string): string {
  return name.slice(-NAME_CHARS);
}

const NAME_CHARS = 8;

export function grantsLines(sessions: readonly SessionGrants[], now: number): readonly TonedLine[] {
  const readable = sessions.filter(({ grants }) => grants.length > 0);
  if (readable.length === 0) return [{ tone: "plain", text: "nothing is granted" }];
  return readable.flatMap(({ name, cwd, pid, grants }) => [
    { tone: "strong", text: visible(`${cwd}  ${pid === null ? "(ended)" : `(process ${pid})`}`) } as const,
    ...grants.flatMap((grant) => [
      { tone: "plain", text: visible(`  ${shortName(name)}.${grant.id}  ${wordsOf(grant)}`) } as const,
      { tone: "dim", text: `      ${lasts(grant, now)}` } as const,
    ]),
  ]);
}

function wordsOf({ words, opens }: SessionGrant): string {
  return opens === null ? words : extraWords(opens);
}

function lasts({ until, usesLeft, survivesResume, turn }: SessionGrant, now: number): string {
  const time =
    until === null ? (turn === null ? "to the end of the session" : "to the end of the turn") : left(until - now);
  const uses = usesLeft === null ? [] : [`${usesLeft} ${usesLeft === 1 ? "use" : "uses"} left`];
  return [time, ...uses, ...(survivesResume ? ["holds again when the thread is resumed"] : [])].join(", ");
}

function left(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 1) return `for ${Math.max(0, Math.ceil(ms / 1_000))} seconds`;
  return minutes < 120 ? `for ${minutes} minutes` : `for ${Math.floor(minutes / 60)} hours`;
}

export function grantsJson(sessions: readonly SessionGrants[]): readonly object[] {
  return sessions.map(({ name, cwd, thread, pid, grants, fault }) => ({
    session: name,
    cwd,
    thread,
    pid,
    fault,
    grants: grants.map(({ id, kind, words, opens, madeAt, until, usesLeft, survivesResume, turn, agent }) => ({
      id: `${name}.${id}`,
      kind,
      covers: words,
      opens,
      made_at_ms: madeAt,
      until_ms: until,
      uses_left: usesLeft,
      survives_resume: survivesResume,
      turn,
      agent,
    })),
  }));
}
