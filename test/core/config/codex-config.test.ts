/** What holds and who said so, against what Codex tells of the same files. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { NO_FLAGS } from "../../../src/core/config/flags.ts";
import type { LayerName, Origin } from "../../../src/core/config/layers.ts";
import { effectiveOf } from "../../../src/core/config/origins.ts";
import type { Settings } from "../../../src/core/config/settings.ts";
import { isTable } from "../../../src/core/config/spot.ts";
import { loadConfig } from "../../../src/effects/load-config.ts";
import { type Answer, DIFFERENCES, type Thread } from "./codex-config-differences.ts";

type Said = {
  /** Why it did not start; null if it did. */
  readonly start: string | null;
  readonly config?: Readonly<Record<string, { readonly value: unknown; readonly origin: CodexOrigin }>>;
  readonly thread?: Thread | { readonly error: string };
};
type CodexOrigin = { readonly type: string; readonly file: string | null };
type Case = {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly git: readonly string[];
  readonly args: readonly string[];
  readonly said: Said;
};

const CASES = JSON.parse(readFileSync(`${import.meta.dirname}/codex-config-cases.json`, "utf8")) as readonly Case[];
const KEYS = /^(?:approval_policy|approvals_reviewer|sandbox_mode|sandbox_workspace_write)(?:\.|$)/;
const LAYERS: Readonly<Record<string, LayerName>> = {
  legacyManagedConfigTomlFromFile: "managed",
  sessionFlags: "command-line",
  project: "project",
  user: "user",
  system: "system",
};

const base = realpathSync(mkdtempSync(`${tmpdir()}/assent-test-`));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function codexAnswer({ start, config = {}, thread }: Said): Answer {
  if (start !== null || "error" in config || thread === undefined || "error" in thread) return "error";
  const set = Object.entries(config).map(([key, { value, origin }]) => {
    const file = origin.file?.replace("/etc/codex", "$ROOT/system") ?? null;
    return [key, told(value, LAYERS[origin.type] ?? origin.type, file)];
  });
  return { config: Object.fromEntries(set) as Readonly<Record<string, string>>, thread };
}

async function ownAnswer(one: Case): Promise<Answer> {
  const root = mkdtempSync(`${base}/case-`);
  const fill = (text: string): string => text.replaceAll("$ROOT", root);
  for (const folder of ["home", "system", "user", one.cwd]) mkdirSync(`${root}/${folder}`, { recursive: true });
  const git = one.git.map((folder) => [`${folder}/.git/HEAD`, ""] as const);
  for (const [path, text] of [...git, ...Object.entries(one.files)]) {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true });
    writeFileSync(`${root}/${path}`, fill(text));
  }
  const loaded = await loadConfig({
    home: `${root}/home`,
    userHome: `${root}/user`,
    cwd: `${root}/${one.cwd}`,
    overrides: one.args.filter((arg) => arg !== "-c").map(fill),
    flags: NO_FLAGS,
    surface: "app-server",
    systemFolder: `${root}/system`,
  });
  if (!loaded.ok) return "error";
  const set = [...effectiveOf(loaded.value)].flatMap(([key, { value, origin }]) =>
    KEYS.test(key) && origin.layer !== "default"
      ? leavesOf(key, value).map(([leaf, inner]) => [leaf, told(inner, origin.layer, fileOf(origin))])
      : [],
  );
  const answer = {
    config: Object.fromEntries(set) as Readonly<Record<string, string>>,
    thread: threadOf(loaded.value.settings),
  };
  return JSON.parse(JSON.stringify(answer).replaceAll(root, "$ROOT")) as Answer;
}

function told(value: unknown, layer: string, file: string | null): string {
  return `${JSON.stringify(value)} by ${layer}${file === null ? "" : ` in ${file}`}`;
}

function fileOf({ place }: Origin): string | null {
  return place?.kind === "file" ? place.file : null;
}

/** Codex tells of each category of a granular policy by itself. */
function leavesOf(key: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (!isTable(value)) return [[key, value]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(`${key}.${name}`, inner));
}

/** As `thread/start` answers. */
function threadOf({ approvalPolicy, sandboxMode, workspaceWrite, reviewer }: Settings): Thread {
  const { writableRoots, networkAccess, excludeTmpdirEnvVar, excludeSlashTmp } = workspaceWrite;
  const sandbox = {
    "read-only": { type: "readOnly", networkAccess: false },
    "workspace-write": { type: "workspaceWrite", writableRoots, networkAccess, excludeTmpdirEnvVar, excludeSlashTmp },
    "danger-full-access": { type: "dangerFullAccess" },
  }[sandboxMode];
  return { approvalPolicy, sandbox, approvalsReviewer: reviewer };
}

test("there are enough of them, each once", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(80);
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  const differing = DIFFERENCES.flatMap(({ names }) => names);
  expect(differing.filter((name) => !CASES.some((one) => one.name === name))).toEqual([]);
});

describe.each(CASES)("$name", (one) => {
  test("is what Codex says, or differs as it is meant to", async () => {
    const [own, codex] = [await ownAnswer(one), codexAnswer(one.said)];
    const meant = DIFFERENCES.find(({ names }) => names.includes(one.name));
    // A difference that has gone must not stand there as one.
    expect({ own, isSame: isDeepStrictEqual(own, codex) }).toEqual({
      own: meant === undefined ? codex : meant.own(codex),
      isSame: meant === undefined,
    });
  });
});
