/** Settings under requirements, given as texts. */
import { describeConfigError } from "../../../src/core/config/error.ts";
import type { Flags } from "../../../src/core/config/flags.ts";
import { joinRequired } from "../../../src/core/config/join-required.ts";
import { joinRequirements } from "../../../src/core/config/join-requirements.ts";
import { readRequirements } from "../../../src/core/config/read-requirements.ts";
import { type Requirements, REQUIREMENT_LAYERS, type RequirementLayer } from "../../../src/core/config/requirements.ts";
import { describeNotice } from "../../../src/core/config/notice.ts";
import type { Settings } from "../../../src/core/config/settings.ts";
import { groupsOf, type Layered } from "./layered.ts";

export type Given = Omit<Layered, "requirements"> & {
  /** Texts by the layer that they come from. */
  readonly by: Partial<Record<RequirementLayer, string>>;
};

export function held({ by, ...given }: Given): Settings | string {
  const read: Requirements[] = [];
  for (const layer of REQUIREMENT_LAYERS) {
    const text = by[layer];
    if (text === undefined) continue;
    const source = { layer, file: `/${layer}`, text, base: "/", userHome: "/home/you", host: "host" };
    const one = readRequirements(source);
    if (!one.ok) return describeConfigError(one.error);
    read.push(one.value);
  }
  const all = joinRequirements(read);
  if (!all.ok) return describeConfigError(all.error);
  const how = { defaults: given.defaults ?? {}, isTrusted: given.isTrusted ?? true };
  const joined = joinRequired(groupsOf(given), how, all.value);
  return joined.ok ? joined.value.settings : describeConfigError(joined.error);
}

/** What is chosen, then what is said of it; or the words for what is wrong. */
export function chosen(given: Given): readonly string[] {
  const settings = held(given);
  if (typeof settings === "string") return [settings];
  const { approvalPolicy, sandboxMode, reviewer, notices } = settings;
  const policy = typeof approvalPolicy === "string" ? approvalPolicy : "granular";
  return [`${policy} ${sandboxMode} ${reviewer}`, ...notices.map(describeNotice)];
}

export const policies = (...names: readonly string[]) => `allowed_approval_policies = ${JSON.stringify(names)}`;
export const modes = (...names: readonly string[]) => `allowed_sandbox_modes = ${JSON.stringify(names)}`;
export const READ_ONLY = modes("read-only");
export const BOXED = modes("read-only", "workspace-write");
export const flags = (more: Partial<Flags>): Pick<Layered, "flags"> => ({ flags: more });
export const ALLOWED = (rest: string, named = ""): string => `${named}\n[allowed_permission_profiles]\n${rest}`;
export const GRANULAR = "{ granular = { sandbox_approval = true, rules = true, mcp_elicitations = true } }";
export const DEFAULT = "on-request workspace-write user";
