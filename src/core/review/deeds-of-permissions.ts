/** What permissions would open that an agent asks for. */
import { isWithin } from "../../kit/path.ts";
import type { Scene } from "../commands/scene.ts";
import { readHost } from "../network/host.ts";
import { PROTECTED_NAMES } from "../permissions/permissions.ts";
import { workspaceFileAt } from "../permissions/workspace-files.ts";
import type { Facts } from "../approval/facts.ts";
import { deedOfHost } from "./deeds-of-host.ts";
import { isShared } from "./host-names.ts";
import { isSecretPlace, leavesBehindAt, sceneOf } from "./scene-of.ts";
import { eased, isSpelled } from "./spelled.ts";
import type { Background, Bar, Deed, Subject } from "./subject.ts";

/**
 * Empty for what asks for no permissions.
 *
 * @param hosts those that are wanted, where they are known one by one; they stand for the network as a whole then
 */
export function deedsOfPermissions(
  subject: Subject,
  { words }: Background,
  hosts: readonly string[] = [],
): readonly Deed[] {
  const { action } = subject.question;
  if (action.kind !== "permissions") return [];
  const { read, write, network } = action.wanted;
  const asking: Asking = { facts: subject.facts, scene: sceneOf(subject.facts, action.cwd), words };
  return [
    ...write.map((path) => deedOfPath("write", path, asking)),
    ...read.filter((path) => !write.includes(path)).map((path) => deedOfPath("read", path, asking)),
    ...eased(
      hosts.map((host) => deedOfPattern(host, words)),
      words,
    ),
    ...(network && hosts.length === 0 ? [wholeNetwork("the whole network")] : []),
  ];
}

function wholeNetwork(what: string): Deed {
  return { act: "permit", objects: [], bar: "person", level: "high", category: "network", what: `opens ${what}` };
}

/** `*`, `*.example.com`, `api.example.com`, perhaps with a port. */
function deedOfPattern(pattern: string, words: readonly string[]): Deed {
  const [, stars, rest = "", digits] = /^(\*{1,2}\.?)?([^*]*?)(?::(\d{1,5}))?$/.exec(pattern.trim()) ?? [];
  const host = rest.replace(/^\[(.*)\]$/, "$1");
  if (host === "" || isTop(host)) return wholeNetwork(pattern === "" ? "the whole network" : pattern);
  const deed = deedOfHost({ host, port: digits === undefined ? null : Number(digits), protocol: null }, words);
  // What is opened is open to all that follows, and not to one connection.
  if (stars === undefined) return deed.bar === "asked" ? { ...deed, bar: "named", level: "medium" } : deed;
  const what = `opens all hosts below ${host}`;
  if (deed.bar === "person" || deed.level === "critical") return { ...deed, what };
  const isInner = /(?:^|\.)(?:internal|intranet|corp|local|lan|private|prod(?:uction)?|svc|cluster)(?:\.|$)/i.test(
    host,
  );
  const isWhole = !isInner && words.some((text) => text.toLowerCase().includes(host));
  return {
    ...deed,
    act: "reach",
    objects: [host],
    bar: isWhole ? "named" : "person",
    level: "high",
    category: "network",
    what,
  };
}

/** Names below it are anybody's. */
function isTop(host: string): boolean {
  const read = readHost(host);
  return read.ok && read.value.kind === "name" && isShared(read.value.text) && read.value.text !== "localhost";
}

type Asking = { readonly facts: Facts; readonly scene: Scene; readonly words: readonly string[] };
type Access = "read" | "write";
type Found = Pick<Deed, "bar" | "level" | "category"> & { readonly where: string };

function deedOfPath(access: Access, path: string, asking: Asking): Deed {
  const { where, ...found } =
    secretOrSteering(access, path, asking) ?? broad(access, path, asking) ?? place(access, path, asking);
  const act = access === "write" ? "edit" : "look";
  return {
    act,
    objects: [path],
    ...found,
    what: `opens ${path} for ${access === "write" ? "writing" : "reading"}${where}`,
  };
}

/** Keys, and what others obey. Null where it is neither. */
function secretOrSteering(access: Access, path: string, { scene, facts }: Asking): Found | null {
  if (isSecretPlace(path, scene)) {
    const level = access === "write" ? "critical" : "high";
    return { bar: "person", level, category: "credentials", where: ", where keys are kept" };
  }
  if (access === "read") return null;
  const left = leavesBehindAt(path, scene) ?? leavesBehindAt(`${path}/x`, scene);
  const steers = workspaceFileAt("/", path);
  const isKept = PROTECTED_NAMES.some((name) => path.split("/").includes(name));
  const why = left ?? steers?.why ?? (isKept ? "it steers git or agents" : null);
  return why === null
    ? null
    : { bar: "person", level: isOurs(path, facts) ? "critical" : "high", category: "weakening", where: `: ${why}` };
}

/** Assent's own place, or what holds it. */
function isOurs(path: string, { workspace }: Facts): boolean {
  return workspace.keep.some((kept) => isWithin(kept, path));
}

const SYSTEM =
  /^\/(?:etc|usr|bin|sbin|lib\d*|boot|sys|proc|dev|root|opt|System|Library|private\/etc|Applications)(?:\/|$)/;
const STATE = /^\/(?:var|run|srv|mnt|media|snap|Volumes)(?:\/|$)/;

/** Folders with everything of somebody in them. Null for others. */
function broad(access: Access, path: string, { facts: { home, workspace } }: Asking): Found | null {
  const [project = home] = workspace.roots;
  if (isWithin(path, home) || /^\/(?:home|Users)\/[^/]+$/.test(path)) {
    const where = isWithin(path, home) && path !== home ? ", with the home folder in it" : ", a whole home folder";
    return { bar: "person", level: access === "write" ? "critical" : "high", category: "privilege", where };
  }
  if (path !== project && isWithin(path, project)) {
    return { bar: "person", level: "high", category: "privilege", where: ", with all that lies beside the workspace" };
  }
  if (SYSTEM.test(path) && access === "write") {
    return { bar: "person", level: "critical", category: "privilege", where: ", a part of the system" };
  }
  if (STATE.test(path) && !isWithin("/var/tmp", path) && access === "write") {
    return {
      bar: "person",
      level: "high",
      category: "privilege",
      where: ", which belongs to services of this machine",
    };
  }
  return null;
}

/** Where a name means what it says: the workspace, folders for what is temporary, another project. */
function place(access: Access, path: string, { facts, words }: Asking): Found {
  if (facts.workspace.roots.some((root) => isWithin(root, path))) {
    return { bar: "free", level: "low", category: null, where: ", which lies in the workspace" };
  }
  const isTemporary =
    /^\/(?:private\/)?(?:var\/)?tmp\/[^/.]/.test(path) && !/^\/tmp\/(?:ssh-|systemd-|tmux-|snap)/.test(path);
  if (isTemporary) return { bar: "free", level: "low", category: null, where: "" };
  const bar: Bar = isSpelled(path, words, facts.home) ? "named" : "person";
  return { bar, level: "medium", category: access === "write" ? "weakening" : null, where: ", outside the workspace" };
}
