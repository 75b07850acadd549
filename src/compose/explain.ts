/** `assent explain` on this machine. */
import { homedir } from "node:os";
import { createInterface } from "node:readline";
import type { Action } from "../core/approval/action.ts";
import type { Basis } from "../core/approval/basis.ts";
import { forbidding } from "../core/config/join-requirements.ts";
import { policyBy } from "../core/config/policy-author.ts";
import { needsProxy } from "../core/network/required-hosts.ts";
import { MODE_ONLY } from "../core/permissions/permissions.ts";
import { combine, readRulesFile } from "../core/policy/load.ts";
import { brokenFile } from "../core/policy/rules-error.ts";
import type { Rules } from "../core/policy/rules.ts";
import { ok } from "../kit/result.ts";
import { explain, type ExplainIo, type Inquiry } from "../surfaces/cli/explain.ts";
import type { Hypothesis } from "../surfaces/cli/explain-stdin.ts";
import { lookAt } from "./look.ts";
import { findPlace, type Place, workspaceFor } from "./place.ts";
import { tellTrust } from "./project-trust.ts";
import { namedRules, rulesHere } from "./rules.ts";
import { error, hasColour, out } from "./streams.ts";

export function explainCommand(args: readonly string[]): Promise<number> {
  return explain(args, { inquire, suppose: supposer(), lines, out, error, colour: hasColour() });
}

const inquire: ExplainIo["inquire"] = async (options) => {
  const found = await findPlace(options);
  if (!found.ok) return found;
  const place = await tellTrust(found.value);
  const { cwd, settings } = place;
  const named = namedRules(place, options.rules);
  const workspace = workspaceFor(place, options.addDirs, named);
  const rules = await rulesHere(place, named).current();
  const basisFor = async (action: Action): Promise<Basis> => {
    const { approvalPolicy, sandboxMode, allowRuns, smartApprovals } = settings;
    const facts = lookAt(action, { workspace, home: homedir() });
    const policy = { approvalPolicy, policyBy: policyBy(place.loaded), sandboxMode, allowRuns, smartApprovals };
    return { ...BEFOREHAND, ...policy, workspace, rules, remembered: new Set(), ...facts };
  };
  return ok({ cwd, notices: settings.notices, basisFor, mayChoose: choosing(place) });
};

/** What requirements leave to choose; where they hold hosts nothing runs without a sandbox. */
function choosing({ settings, loaded: { requirements } }: Place): Inquiry["mayChoose"] {
  const isProxied = needsProxy(settings.sandbox.required.hosts);
  return (by) => {
    if (by.kind === "policy") return forbidding(requirements.policies, by.policy) === null;
    if (by.kind !== "mode") return true;
    return forbidding(requirements.modes, by.mode) === null && !(isProxied && by.mode === "danger-full-access");
  };
}

/** A command as it is before it runs: nothing of it is left to be asked while it does. */
const BEFOREHAND = { isSupervised: false, targets: [], within: null, needs: new Map<string, never>() } as const;

/** Rules of many questions are often the same text. */
function supposer(): ExplainIo["suppose"] {
  const read = new Map<string, Rules>();
  const rulesOf = (source: string): Rules => {
    const known = read.get(source);
    if (known !== undefined) return known;
    const loaded = readRulesFile({ file: "rules", layer: "user", source });
    const rules = combine([loaded.ok ? loaded.value : brokenFile(loaded.error)]);
    read.set(source, rules);
    return rules;
  };
  return ({ workspace: root, approvalPolicy, sandboxMode, rules }: Hypothesis, { action }) => {
    const workspace = { roots: [root, "/tmp"], keep: [], bounds: MODE_ONLY };
    const facts = lookAt(action, { workspace, home: homedir() });
    const basis = {
      approvalPolicy,
      sandboxMode,
      allowRuns: "inside",
      smartApprovals: true,
      workspace,
      remembered: new Set<string>(),
    } as const;
    return { ...BEFOREHAND, ...basis, rules: rulesOf(rules), ...facts };
  };
}

function lines(): AsyncIterable<string> {
  return createInterface({ input: process.stdin, crlfDelay: Infinity });
}
