/** `assent grants`: tells what was granted for sessions, limits it and takes it back. */
import type { GrantChange, SessionGrant } from "../../core/approval/session-grant.ts";
import { err, errorText, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type Arguments, lastOf, parseArguments } from "./arguments.ts";
import { GRANTS } from "./commands-agent.ts";
import { grantsForOf } from "./duration.ts";
import { EXIT } from "./exit.ts";
import { grantsJson, grantsLines, type SessionGrants, shortName } from "./grants-view.ts";
import { commandHelp } from "./help.ts";
import { asciiControls, paint } from "./tones.ts";
import { tellUsage } from "./usage.ts";

export type GrantsIo = {
  readonly list: () => Promise<readonly SessionGrants[]>;
  /** An error is one line. */
  readonly change: (name: string, change: GrantChange) => Promise<Result<null, string>>;
  readonly now: () => number;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: boolean;
};

type Limits = { readonly forMs: number | null; readonly uses: number | null; readonly forget: boolean };

type Wanted =
  | { readonly kind: "list"; readonly json: boolean }
  | { readonly kind: "revoke"; readonly id: string | null }
  | { readonly kind: "limit"; readonly id: string; readonly limits: Limits };

/** Resolves with the exit status. */
export async function grants(args: readonly string[], io: GrantsIo): Promise<number> {
  const parsed = parseArguments(
    args,
    GRANTS.options.flatMap(({ options }) => options),
    "mix",
  );
  if (!parsed.ok) return tellUsage("grants", parsed.error, io.error);
  if (parsed.value.values.has("help")) {
    io.out(commandHelp("grants", GRANTS, io.colour));
    return EXIT.ok;
  }
  const wanted = wantedOf(parsed.value);
  if (!wanted.ok) return tellUsage("grants", wanted.error, io.error);
  try {
    const sessions = await io.list();
    return wanted.value.kind === "list"
      ? list(sessions, wanted.value.json, io)
      : await change(sessions, wanted.value, io);
  } catch (error) {
    // What the disk says is all there is to say.
    io.error(`assent: ${visible(`cannot read what is granted: ${errorText(error)}`)}\n`);
    return EXIT.fault;
  }
}

function wantedOf(parsed: Arguments): Result<Wanted, string> {
  const [what = "list", id, extra] = parsed.rest;
  const { values } = parsed;
  const allowed = PARTS.get(what);
  if (allowed === undefined)
    return err(visible(`there is no part ${JSON.stringify(what)}; there are list, revoke and limit`));
  if (extra !== undefined || (what === "list" && id !== undefined)) return err("there is a word too many");
  const stray = [...values.keys()].find((name) => !allowed.includes(name));
  if (stray !== undefined) return err(`--${stray} does not go with ${what}`);
  if (what === "list") return ok({ kind: "list", json: values.has("json") });
  if (what === "limit") return limitOf(parsed, id);
  if (values.has("all") === (id !== undefined)) return err("revoke takes the ID of a grant, or --all");
  return ok({ kind: "revoke", id: id ?? null });
}

const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["list", ["json"]],
  ["revoke", ["all"]],
  ["limit", ["grants-for", "uses", "forget"]],
]);

function limitOf(parsed: Arguments, id: string | undefined): Result<Wanted, string> {
  if (id === undefined) return err("limit takes the ID of a grant");
  const forMs = grantsForOf(parsed);
  if (!forMs.ok) return forMs;
  const typed = lastOf(parsed, "uses");
  if (typed !== null && !/^\d{1,9}$/u.test(typed)) return err(visible(`--uses takes a whole number, not "${typed}"`));
  const limits = {
    forMs: forMs.value,
    uses: typed === null ? null : Number(typed),
    forget: parsed.values.has("forget"),
  };
  if (limits.forMs === null && limits.uses === null && !limits.forget) {
    return err("nothing is limited: add --for TIME, --uses N or --forget");
  }
  return ok({ kind: "limit", id, limits });
}

function list(sessions: readonly SessionGrants[], json: boolean, io: GrantsIo): number {
  if (json) io.out(asciiControls(`${JSON.stringify(grantsJson(sessions), null, 2)}\n`));
  else io.out(paint(grantsLines(sessions, io.now()), io.colour));
  const broken = sessions.flatMap(({ fault: why }) => (why === null ? [] : [why]));
  for (const why of broken) io.error(`assent: ${visible(why)}\n`);
  return broken.length === 0 ? EXIT.ok : EXIT.fault;
}

type Found = { readonly name: string; readonly grant: SessionGrant };

async function change(
  sessions: readonly SessionGrants[],
  wanted: Exclude<Wanted, { readonly kind: "list" }>,
  io: GrantsIo,
): Promise<number> {
  const all = sessions.flatMap(({ name, grants: held }) => held.map((grant) => ({ name, grant })));
  const broken = sessions.flatMap(({ fault: why }) => (why === null ? [] : [why]));
  const found = wanted.id === null ? ok(all) : one(all, wanted.id);
  if (!found.ok) {
    for (const why of broken) io.error(`assent: ${visible(why)}\n`);
    return tellUsage("grants", found.error, io.error);
  }
  const faults = wanted.id === null ? [...broken] : [];
  for (const { name, grant } of found.value) {
    const done = await io.change(name, changeOf(grant, wanted, io.now()));
    if (!done.ok) faults.push(done.error);
    else io.out(`${visible(`${DONE[wanted.kind]} ${shortName(name)}.${grant.id}: ${grant.words}`)}\n`);
  }
  if (found.value.length === 0 && faults.length === 0) io.out("nothing is granted\n");
  for (const why of faults) io.error(`assent: ${visible(why)}\n`);
  return faults.length === 0 ? EXIT.ok : EXIT.fault;
}

const DONE = { revoke: "revoked", limit: "limited" } as const;

function changeOf({ id }: SessionGrant, wanted: Exclude<Wanted, { readonly kind: "list" }>, now: number): GrantChange {
  if (wanted.kind === "revoke") return { kind: "revoked", id };
  const { forMs, uses, forget } = wanted.limits;
  return { kind: "limited", id, until: forMs === null ? null : now + forMs, uses, survivesResume: !forget };
}

/** `PART.g1`, or `g1` where one session alone has grants of that number. */
function one(all: readonly Found[], typed: string): Result<readonly Found[], string> {
  const dot = typed.lastIndexOf(".");
  const [part, id] = [typed.slice(0, Math.max(0, dot)), typed.slice(dot + 1)];
  const found = all.filter(({ name, grant }) => grant.id === id && name.includes(part));
  if (found.length === 1) return ok(found);
  const shown = JSON.stringify(typed);
  if (found.length === 0) return err(visible(`there is no grant ${shown}; assent grants lists them`));
  const names = found.map(({ name }) => `${name}.${id}`).join(", ");
  return err(visible(`${shown} may be any of ${names}`));
}
