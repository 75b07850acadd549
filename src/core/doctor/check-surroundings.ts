/** Judges what is around assent: proxies, secrets, terminal, its own folder, other agents. */
import { printCommand } from "../shell/print.ts";
import type { AgentFacts, HomeFacts, NetworkFacts, OwnPath, SecretsFacts, TerminalFacts } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";

export function checkNetwork({ proxies, noProxy, hasHosts, hasHelper }: NetworkFacts): readonly Finding[] {
  const { ok, problem, warning } = findingsOf("network");
  const found = proxies.map(({ name, address, isUsable }) =>
    isUsable
      ? ok("proxy", name, address)
      : warning("proxy", name, "this is no address of a proxy", `write http://HOST:PORT, or unset ${name}`),
  );
  const isMissing = hasHosts && !hasHelper;
  const advice = "build the supervisor (see Sandbox); until then no host can be reached";
  return [
    ...(proxies.length === 0 ? [ok("proxy", "proxies", "none in the environment")] : found),
    ...(noProxy === null ? [] : [ok("no-proxy", "without a proxy", noProxy)]),
    isMissing
      ? problem("hosts", "hosts one by one", "need the supervisor, which is missing", advice)
      : ok("hosts", "hosts one by one", hasHosts ? "through assent's own proxy" : "not asked for by the settings"),
  ];
}

export function checkSecrets({ deniesStores, stores, allowed, variables }: SecretsFacts): readonly Finding[] {
  const { ok, warning } = findingsOf("secrets");
  const listed = stores.length === 0 ? "none here" : `withheld: ${stores.join(", ")}`;
  const advice = "`assent config set key_stores.deny true` withholds them";
  return [
    deniesStores
      ? ok("stores", "key stores", listed)
      : warning("stores", "key stores", "commands may read them: key_stores.deny is false", advice),
    ...(allowed.length === 0 ? [] : [ok("allowed", "let through", allowed.join(", "))]),
    ok("variables", "variables", variables.length === 0 ? "none is withheld" : `withheld: ${variables.join(", ")}`),
  ];
}

/** Narrower ones cut the box of a question. */
const COLUMNS_MIN = 60;
const ROWS_MIN = 15;

export function checkTerminal(facts: TerminalFacts): readonly Finding[] {
  const { ok, warning } = findingsOf("terminal");
  const { hasTerminal, size, term, isUnicode, hasColour, through } = facts;
  if (!hasTerminal) {
    const advice = "run it in a terminal, or give answers with --answers";
    return [warning("tty", "terminal", "none: what must be asked is refused", advice)];
  }
  const by = through.length === 0 ? "" : `, through ${through.join(" and ")}`;
  const look = `${isUnicode ? "UTF-8" : "ASCII"}, ${hasColour ? "with colours" : "without colours"}`;
  return [
    ok("tty", "terminal", `${term ?? "of no name"}${by}`),
    ...(size === null ? [] : [checkSize(size)]),
    isUnicode
      ? ok("look", "look", look)
      : warning("look", "look", `${look}: all else is shown escaped`, "set LANG to a UTF-8 locale, as C.UTF-8"),
    ...(term === null || term === "dumb"
      ? [warning("term", "TERM", "names no terminal, so each question is printed anew", "set TERM, as xterm-256color")]
      : []),
  ];
}

function checkSize({ columns, rows }: { readonly columns: number; readonly rows: number }): Finding {
  const { ok, warning } = findingsOf("terminal");
  const detail = `${columns} columns, ${rows} rows`;
  if (columns >= COLUMNS_MIN && rows >= ROWS_MIN) return ok("size", "size", detail);
  return warning("size", "size", detail, `questions are easier to read with ${COLUMNS_MIN} by ${ROWS_MIN} or more`);
}

const OTHERS_MAY_WRITE = 0o002;
const GROUP_MAY_WRITE = 0o020;
const STICKY = 0o1000;
const MIB = 1024 ** 2;
const FREE_LITTLE = 200 * MIB;
const FREE_NONE = MIB;

export function checkHome(facts: HomeFacts): readonly Finding[] {
  const { ok, problem, warning } = findingsOf("home");
  const { home, state, user, paths } = facts;
  const loose = paths.flatMap((path) => checkPath(path, { user, home }));
  const root = user === 0 ? [warning("root", "user", "assent runs as root", ROOT_ADVICE)] : [];
  const folder =
    typeof state === "object"
      ? problem("folder", "folder", `${home}: ${state.why}`, "make it a folder that you may write to")
      : ok("folder", "folder", state === "missing" ? `${home} is made when it is needed` : home);
  return [folder, ...checkSpace(facts), ...loose, ...root];
}

const ROOT_ADVICE = "work as an ordinary user: the sandbox holds, but what leaves it may do everything";

function checkSpace({ bytesFree }: HomeFacts): readonly Finding[] {
  const { ok, problem, warning } = findingsOf("home");
  if (bytesFree === null) return [];
  const detail = `${Math.floor(bytesFree / MIB)} MiB free for the log`;
  const advice = "make room: nothing is run that cannot be written to the log";
  if (bytesFree < FREE_NONE) return [problem("space", "disk", detail, advice)];
  return [bytesFree < FREE_LITTLE ? warning("space", "disk", detail, advice) : ok("space", "disk", detail)];
}

function checkPath(
  { path, owner, mode }: OwnPath,
  { user, home }: { readonly user: number | null; readonly home: string },
): readonly Finding[] {
  const { problem, warning } = findingsOf("home");
  const isInside = path === home || path.startsWith(`${home}/`);
  if (user !== null && owner !== 0 && owner !== user) {
    const advice = `\`${printCommand(["sudo", "chown", String(user), path])}\`: its owner can change what assent allows`;
    return [problem("owner", "owner", `${path} belongs to user ${owner}`, advice)];
  }
  // In a sticky folder nobody can take away what is another's.
  const isSticky = (mode & STICKY) !== 0 && !isInside;
  if ((mode & OTHERS_MAY_WRITE) !== 0 && !isSticky) {
    const advice = `\`${printCommand(["chmod", "o-w", path])}\`: whoever writes there decides what assent allows`;
    return [problem("permissions", "permissions", `${path} can be written by everybody`, advice)];
  }
  if ((mode & GROUP_MAY_WRITE) === 0 || isSticky || !isInside) return [];
  return [
    warning(
      "permissions",
      "permissions",
      `${path} can be written by its group`,
      `\`${printCommand(["chmod", "g-w", path])}\``,
    ),
  ];
}

export function checkAgents({ found }: AgentFacts): readonly Finding[] {
  const { ok } = findingsOf("agents");
  if (found.length === 0) return [ok("found", "others", "none on PATH")];
  return found.map(({ name, path }) => ok("found", name, path));
}
