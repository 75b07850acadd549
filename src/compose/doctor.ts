/** `assent doctor` on this machine: looks everything up, also where the settings are broken. */
import { homedir } from "node:os";
import { describePermissions } from "../core/approval/describe.ts";
import { effectiveOf } from "../core/config/origins.ts";
import { NO_FLAGS } from "../core/config/flags.ts";
import { describeNotice } from "../core/config/notice.ts";
import type { Facts, PolicyFacts, RulesFacts, SecretsFacts } from "../core/doctor/facts.ts";
import { diagnose } from "../core/doctor/diagnose.ts";
import type { Finding } from "../core/doctor/finding.ts";
import { type Permissions, permissionsOf } from "../core/permissions/permissions.ts";
import type { Rules } from "../core/policy/rules.ts";
import { scrubbed } from "../core/sandbox/environment.ts";
import { candidates, lookAtFiles } from "../effects/doctor/config-files.ts";
import { sandboxFacts, versionFacts } from "../effects/doctor/machine.ts";
import { agentsOn, homeFacts, proxiesIn, storesHere, terminalFacts } from "../effects/doctor/surroundings.ts";
import { trySandbox } from "../effects/doctor/trial.ts";
import { findBackend } from "../effects/backend.ts";
import { findHome } from "../effects/home.ts";
import { SYSTEM_FOLDER } from "../effects/load-config.ts";
import { findHelper } from "../effects/native.ts";
import { findProject, ROOT_MARKERS } from "../effects/project.ts";
import { loadRequirements } from "../effects/requirements.ts";
import { type RulesFiles, rulesFiles } from "../effects/rules-files.ts";
import type { StartFault } from "../engine/host.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { charsetOf } from "../kit/text.ts";
import { doctor, type DoctorIo, type DoctorOptions } from "../surfaces/cli/doctor.ts";
import { asProcess } from "./process.ts";
import { findPlace, type Place, realFolder, workspaceFor } from "./place.ts";
import { viewOf } from "./project-trust.ts";
import { namedRules, rulesHere } from "./rules.ts";
import { error, hasColour, out } from "./streams.ts";

export function doctorCommand(args: readonly string[]): Promise<number> {
  const charset = charsetOf(process.env);
  const isUnicode = charset === "unicode";
  const isTerminal = process.stdout.isTTY;
  const look = {
    charset,
    columns: isTerminal ? process.stdout.columns : null,
    framed: isTerminal,
  } as const;
  const watched = process.stderr.isTTY && process.env["TERM"] !== "dumb";
  return asProcess((signal) => {
    const examine: DoctorIo["examine"] = (options, doing) => examineHere(options, { doing, isUnicode, signal });
    return doctor(args, { examine, out, error, colour: hasColour(), look, watched });
  });
}

type Around = { readonly doing: (what: string) => void; readonly isUnicode: boolean; readonly signal: AbortSignal };

async function examineHere(
  options: DoctorOptions,
  { doing, isUnicode, signal }: Around,
): Promise<Result<readonly Finding[], string>> {
  const flags = { ...NO_FLAGS, profile: options.profile };
  const place = await findPlace({ ...options, home: null, flags, addDirs: [] });
  if (!place.ok && place.error.kind !== "config") return err(place.error.why);
  const known = place.ok ? place.value : null;
  const home = known?.home ?? (await homeOf());
  const cwd = known?.cwd ?? (await realFolder(resolvePath(process.cwd(), options.cwd ?? ".")));
  const workspace = known === null ? null : workspaceFor(known, [], []);
  const backend = findBackend({ path: process.env["PATH"], roots: workspace?.roots ?? [] });
  const helper = findHelper();
  doing("making a sandbox, and trying to get out of it");
  const trial = trySandbox(backend, signal);
  const versions = versionFacts(backend);
  const sandbox = await sandboxFacts(backend, helper);
  const permissions =
    known === null || workspace === null ? null : permissionsOf(known.settings.sandboxMode, workspace);
  const hasHosts = permissions?.kind === "restricted" && typeof permissions.network === "object";
  const facts: Facts = {
    versions,
    configuration: await configurationFacts(options, { home, cwd, place }),
    rules: rulesFacts(await rulesFor(known, { home, cwd }).current()),
    requirements: known === null ? await requirementsAt(home, cwd) : ok(known.loaded.requirements),
    policy: known === null || permissions === null ? null : policyFacts(known, permissions),
    trust: known === null ? null : await trustFacts(known),
    network: { ...proxiesIn(process.env), hasHosts, hasHelper: helper.kind === "found" },
    secrets: secretsFacts(known, permissions),
    terminal: terminalFacts(process.env, { isUnicode, hasColour: hasColour() }),
    home: homeFacts(home),
    agents: agentsOn(process.env["PATH"]),
    sandbox: { ...sandbox, trial: await trial },
  };
  return ok(diagnose(facts));
}

/** Where the settings do not load, nobody is known to have trusted the project. */
function rulesFor(known: Place | null, { home, cwd }: { readonly home: string; readonly cwd: string }): RulesFiles {
  if (known !== null) return rulesHere(known, namedRules(known, []));
  const projectFolders = findProject(cwd, ROOT_MARKERS).folders;
  return rulesFiles({ home, projectFolders, named: [], isTrusted: () => false, where: { cwd, home: homedir() } });
}

/** Where the settings do not load, what is required can be known all the same. */
function requirementsAt(home: string, cwd: string): ReturnType<typeof loadRequirements> {
  const projectFolders = findProject(cwd, ROOT_MARKERS).folders;
  return loadRequirements({ systemFolder: SYSTEM_FOLDER, home, userHome: homedir(), projectFolders });
}

/** Where the home would be, also where it cannot be used. */
async function homeOf(): Promise<string> {
  const home = await findHome(process.env, homedir());
  if (home.ok) return home.value;
  return home.error.kind === "bad-home" ? resolvePath("/", home.error.path) : `${homedir()}/.codex`;
}

async function configurationFacts(
  { profile }: DoctorOptions,
  { home, cwd, place }: { home: string; cwd: string; place: Result<Place, StartFault> },
): Promise<Facts["configuration"]> {
  const { folders } = place.ok ? place.value.loaded.project : findProject(cwd, ROOT_MARKERS);
  const files = candidates({ home, userHome: homedir(), systemFolder: SYSTEM_FOLDER, profile, folders });
  return {
    files: await lookAtFiles(files, homedir()),
    error: !place.ok && place.error.kind === "config" ? place.error.error : null,
    notices: place.ok ? place.value.settings.notices.map(describeNotice) : [],
  };
}

function rulesFacts({ prefixes, network, hostExecutables, broken }: Rules): RulesFacts {
  const sources = [
    ...prefixes.rules.map(({ source }) => source),
    ...[...network.values(), ...hostExecutables.values()].flat().map(({ source }) => source),
  ];
  const files = [...new Set(sources.map(({ file }) => file))].map((file) => {
    const here = sources.filter((source) => source.file === file);
    return { file, layer: here[0]?.layer ?? "user", rules: here.length };
  });
  return { files, broken };
}

function policyFacts({ settings, loaded }: Place, permissions: Permissions): PolicyFacts {
  const origins = new Map([...effectiveOf(loaded)].map(([key, { origin }]) => [key, origin]));
  return { settings, origins, permissions: describePermissions(permissions) };
}

async function trustFacts({ loaded }: Place): Promise<Facts["trust"]> {
  const { project, trust, projectFiles } = loaded;
  const wouldLoosen = (await viewOf(loaded)).cuts.length > 0;
  return { root: project.root, trust, files: projectFiles.map(({ path }) => path), wouldLoosen };
}

/** Without settings: what the defaults withhold. */
function secretsFacts(place: Place | null, permissions: Permissions | null): SecretsFacts {
  const stores = place?.settings.sandbox.keyStores ?? { deny: true, allow: [] };
  const environment = permissions?.kind === "restricted" ? permissions.environment : null;
  const left = environment === null ? process.env : scrubbed(process.env, environment);
  const wanted = { home: homedir(), env: process.env, allow: stores.allow, roots: [] };
  return {
    deniesStores: stores.deny,
    stores: storesHere(wanted),
    allowed: stores.allow,
    variables: Object.keys(process.env).filter((name) => !(name in left)),
  };
}
