/** What commands of a session were stopped from, and what narrow thing would let them. */
import { canonical } from "../../kit/json.ts";
import {
  outsideOf,
  type Permissions,
  type Restricted,
  type SandboxMode,
  type Workspace,
} from "../permissions/permissions.ts";
import { type Denial } from "../sandbox/denial.ts";
import { joinOpenings, type Opening, withOpening } from "../sandbox/opening.ts";
import type { Action } from "./action.ts";
import type { Ended } from "./facts.ts";
import type { Amendment } from "./requirement.ts";

export type Need = {
  readonly denial: Denial;
  /** Null where nothing narrow is known, or it was not enough. */
  readonly opening: Opening | null;
};

/** By `needKey`. */
export type Needs = ReadonlyMap<string, Need>;

type CommandAction = Action & { readonly kind: "command" };

/** Commands whose needs are kept; of more the eldest are forgotten. */
const NEEDS_MAX = 256;

/** The same words in the same folder. */
export function needKey({ argv, cwd }: Pick<CommandAction, "argv" | "cwd">): string {
  return canonical([argv, cwd]);
}

/** After a run of the command under `under`. */
export function learn(needs: Needs, action: Action, under: Permissions, { status, denied }: Ended): Needs {
  if (action.kind !== "command" || under.kind === "unrestricted" || status === 0) return needs;
  const key = needKey(action);
  const before = needs.get(key);
  const opened = before?.opening ?? null;
  const isOpened = opened !== null && isGiven(under, opened);
  const denial = denied ?? (isOpened ? (before?.denial ?? null) : null);
  if (denial === null) return needs;
  const further = denied?.kind === "known" ? denied.opening : null;
  // What was given and did not do must not be offered again and again.
  const isEnough = !isOpened || (further !== null && !isGiven(under, further));
  const opening = !isEnough
    ? null
    : opened === null || further === null
      ? (further ?? opened)
      : joinOpenings(opened, further);
  const after = new Map(needs);
  after.delete(key);
  after.set(key, { denial, opening });
  const [eldest] = after.keys();
  if (after.size > NEEDS_MAX && eldest !== undefined) after.delete(eldest);
  return after;
}

function isGiven({ writable, sockets }: Restricted, opening: Opening): boolean {
  const roots = writable.map(({ path }) => path);
  return opening.roots.every((path) => roots.includes(path)) && opening.sockets.every((path) => sockets.includes(path));
}

/** What a command runs under when a person lets it do what it was stopped from. */
export function wider(box: Permissions, opening: Opening | null, workspace: Workspace): Permissions {
  if (box.kind === "unrestricted") return box;
  return opening === null ? outsideOf(workspace) : withOpening(box, opening, workspace.keep);
}

/** One folder can be opened for all commands from now on, where they write at all; a socket cannot. */
export function rootAmendment(opening: Opening | null, mode: SandboxMode): Amendment | null {
  if (opening === null || mode !== "workspace-write" || opening.sockets.length > 0) return null;
  const [path, ...others] = opening.roots;
  return path === undefined || others.length > 0 ? null : { kind: "root", path };
}

/** False where all of it was a person's or a rule's word: that is not asked for again as a whole. */
export function isWorthAsking(denial: Denial): boolean {
  return denial.kind === "guess" || denial.stopped.some(({ kind }) => kind !== "host");
}
