/** Adds the rules of one answer to a rules file: all or none, and never twice. */
import { randomBytes } from "node:crypto";
import { access, constants, link, open, readdir, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Amendment } from "../core/approval/requirement.ts";
import { REGISTRY_HOSTS } from "../core/network/registries.ts";
import { renderNetworkRule, renderPrefixRule } from "../core/policy/amend.ts";
import { normaliseHost } from "../core/policy/network-host.ts";
import type { BrokenFile, FileRules, NetworkRule, PrefixRule } from "../core/policy/rules.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { withLock } from "./lock.ts";
import { codeOf, readTextFile, type Stamp, stampOf, systemWords, TEXT_BYTES_MAX } from "./text-file.ts";
import { makeFolders } from "./folders.ts";

/** Another program that takes no lock may change the file in between; then all is done again, so many times. */
const TRIES_MAX = 5;

/** What is saved as rules. */
export type RuleAmendment = Exclude<Amendment, { readonly kind: "root" | "tool" }>;

export type Append = {
  /** Absolute; made with its folder if it is missing. A link is kept, and what it points to is written. */
  readonly file: string;
  /** The folder of the lock, as for `withLock`. */
  readonly lock: string;
  readonly amendment: RuleAmendment;
  /** Loads a text in the place of the file. */
  readonly read: (source: string) => Result<FileRules, BrokenFile>;
};

/** Resolves when the rule is on disk or was there before. Rejects with the reason in words; the file is then as it was. */
export async function appendRule(append: Append): Promise<void> {
  try {
    makeFolders(dirname(append.file));
    await withLock(append.lock, () => appendLocked(append));
  } catch (error) {
    throw new Error(`cannot add the rule to ${append.file}: ${systemWords(error)}`, { cause: error });
  }
}

async function appendLocked(append: Append): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const before = await readTextFile(append.file);
    if (!before.ok) throw new Error(before.error);
    const after = withRule(before.value?.text ?? "", append);
    if (!after.ok) throw new Error(after.error);
    if (after.value === null) return;
    if (await replace(append.file, after.value, before.value?.stamp ?? null)) return;
  }
  throw new Error("another program keeps changing it");
}

/** The text with the rule at its end; null if the rule is there in any spelling. What is there stays byte for byte. */
function withRule(text: string, { amendment, read }: Append): Result<string | null, string> {
  const before = read(text);
  if (!before.ok) return err(`it is broken, so nothing is added to it: ${placed(before.error)}`);
  const missing = singlesOf(amendment).filter((single) => rulesFor(before.value, single).length === 0);
  if (missing.length === 0) return ok(null);
  const lines = missing.map((single) => `${lineOf(single)}\n`).join("");
  const longer = `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${lines}`;
  if (Buffer.byteLength(longer) > TEXT_BYTES_MAX)
    return err(`with the rule it would be larger than ${TEXT_BYTES_MAX} bytes`);
  const after = read(longer);
  if (!after.ok) return err(`with the rule it would not load: ${placed(after.error)}`);
  // A last line that goes on, or an open text, could swallow the new one.
  const isAdded =
    countRules(after.value) === countRules(before.value) + missing.length &&
    missing.every((single) => rulesFor(after.value, single).length === 1);
  return isAdded ? ok(longer) : err("its last lines change what the rule would mean");
}

/** An amendment that is one line. */
type Single = Exclude<RuleAmendment, { readonly kind: "registries" }>;

function singlesOf(amendment: RuleAmendment): readonly Single[] {
  if (amendment.kind !== "registries") return [amendment];
  return REGISTRY_HOSTS.map((host) => ({ kind: "network", host, protocol: "https" }));
}

function lineOf(single: Single): string {
  if (single.kind === "prefix") return renderPrefixRule(single.pattern);
  const { protocol, decision = "allow" } = single;
  const normal = normaliseHost(single.host);
  const host = normal.ok ? normal.value : single.host;
  // The words that Codex writes.
  const does = decision === "allow" ? "Allow" : "Deny";
  return renderNetworkRule(host, protocol, decision, `${does} ${protocol} access to ${host}`);
}

function countRules(rules: FileRules): number {
  return rules.prefixRules.length + rules.networkRules.length;
}

/** The rules that say just this; one with alternatives says it of each of them. */
function rulesFor(rules: FileRules, amendment: Single): readonly (PrefixRule | NetworkRule)[] {
  if (amendment.kind === "prefix") {
    return rules.prefixRules.filter((rule) => rule.decision === "allow" && covers(rule, amendment.pattern));
  }
  const host = normaliseHost(amendment.host);
  const { protocol, decision = "allow" } = amendment;
  return rules.networkRules.filter(
    (rule) => rule.decision === decision && host.ok && rule.host === host.value && rule.protocol === protocol,
  );
}

function covers(rule: PrefixRule, words: readonly string[]): boolean {
  return (
    rule.pattern.length === words.length &&
    rule.pattern.every((token, at) => (typeof token === "string" ? [token] : token).includes(words[at] ?? ""))
  );
}

function placed(fault: BrokenFile): string {
  return `${fault.line === null ? "" : `line ${fault.line}: `}${fault.message}`;
}

/** Puts `text` in the place of the file at one stroke; false if the file is no longer the one of `stamp`. */
export async function replace(file: string, text: string, stamp: Stamp | null): Promise<boolean> {
  const target = stamp === null ? file : await realpath(file);
  // A file that was locked by its mode stays as it is, although its folder would let us replace it.
  if (stamp !== null) await access(target, constants.W_OK);
  const folder = dirname(target);
  const prefix = `.${basename(target)}.`;
  await removeLeftovers(folder, prefix);
  const aside = `${folder}/${prefix}${randomBytes(8).toString("hex")}.new`;
  try {
    await writeAside(aside, text, stamp === null ? null : target);
    if (stamp === null) {
      if (!(await linkNew(aside, target))) return false;
    } else {
      if (stampOf(await stat(target, { bigint: true })) !== stamp) return false;
      await rename(aside, target);
    }
    await syncFolder(folder);
    return true;
  } finally {
    // Gone already where the rename was made.
    await unlink(aside).catch(() => {});
  }
}

/** What a process left that was killed while it wrote; nobody else writes while the lock is held. */
async function removeLeftovers(folder: string, prefix: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && /\.[0-9a-f]{16}\.new$/u.test(name));
  await Promise.all(names.map((name) => unlink(`${folder}/${name}`)));
}

/** @param model the file whose mode and owner the new one takes; null for a new file of the user's own */
async function writeAside(path: string, text: string, model: string | null): Promise<void> {
  const handle = await open(path, "wx", 0o600);
  try {
    if (model !== null) {
      const { mode, uid, gid } = await stat(model);
      const own = await handle.stat();
      if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
      await handle.chmod(mode & 0o7777);
    }
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** False if something has come to stand there meanwhile. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
