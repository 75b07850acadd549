/** The rules of a place on a real disk: by its settings, its trust and what is required. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { namedRules, rulesHere } from "../../src/compose/rules.ts";
import { NO_FLAGS } from "../../src/core/config/flags.ts";
import { loadConfig } from "../../src/effects/load-config.ts";
import type { RulesFiles } from "../../src/effects/rules-files.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "assent-rules-")));
  put({ "home/config.toml": "", "work/.git/HEAD": "" });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(`${root}/${name}`), { recursive: true });
    writeFileSync(`${root}/${name}`, text);
  }
}

async function rulesIn(folder: string, typed: readonly string[] = []): Promise<RulesFiles> {
  const [home, cwd] = [`${root}/home`, `${root}/${folder}`];
  const sources = { home, userHome: root, cwd, overrides: [], flags: NO_FLAGS, systemFolder: `${root}/etc` } as const;
  const loaded = await loadConfig({ ...sources, surface: "run" });
  if (!loaded.ok) throw new Error(loaded.error.kind);
  const place = { cwd, home, settings: loaded.value.settings, loaded: loaded.value };
  return rulesHere(place, namedRules(place, typed));
}

async function told(files: RulesFiles): Promise<readonly string[]> {
  const { prefixes, broken } = await files.current();
  return [
    ...prefixes.rules.map(({ decision, pattern, source }) => `${source.layer}: ${decision} ${pattern.join(" ")}`),
    ...broken.map(({ layer, file, message }) => `${layer}: ${file.slice(root.length)}: ${message}`),
  ];
}

const rule = (word: string, decision: string): string => `prefix_rule(pattern=["${word}"], decision="${decision}")\n`;
const PROJECT = {
  "work/.codex/rules/a.rules": rule("a", "allow") + rule("b", "forbidden"),
  "work/sub/.codex/execpolicy/c.star": rule("c", "allow"),
};

test("an unknown project's rules hold back, from its root down to the folder", async () => {
  put(PROJECT);
  expect(await told(await rulesIn("work/sub"))).toEqual(["project: forbidden b"]);
  expect(await told(await rulesIn("home"))).toEqual([]);
});

test("a trusted project's rules count until their text is another one", async () => {
  put({ ...PROJECT, "home/config.toml": `[projects."${root}/work"]\ntrust_level = "trusted"\n`, "work/sub/x": "" });
  const files = await rulesIn("work/sub");
  expect(await told(files)).toEqual([
    "trusted-project: allow a",
    "trusted-project: forbidden b",
    "trusted-project: allow c",
  ]);
  put({ "work/.codex/rules/a.rules": rule("a", "allow") + rule("b", "prompt") });
  expect(await told(files)).toEqual(["project: prompt b", "trusted-project: allow c"]);
});

test("requirements come first, what the settings and the command line name comes last", async () => {
  put({
    "etc/requirements.toml":
      '[rules]\nprefix_rules = [{ pattern = [{ token = "r" }], decision = "prompt-user", justification = "why" }]\n',
    "home/config.toml": '[execpolicy]\nuser_rules = ["mine.rules", "none.rules"]\n',
    "home/mine.rules": rule("mine", "prompt"),
    "home/rules/a.rules": rule("user", "prompt"),
    "typed.rules": rule("typed", "allow"),
  });
  const files = await rulesIn("work", [`${root}/typed.rules`]);
  expect(await told(files)).toEqual([
    "managed: prompt r",
    "user: prompt user",
    "user: prompt mine",
    "user: allow typed",
    "user: /home/none.rules: it cannot be read: there is no such file",
  ]);
  const [first] = (await files.current()).prefixes.rules;
  expect(first).toEqual({
    pattern: ["r"],
    decision: "prompt",
    justification: "why",
    personOnly: true,
    source: { layer: "managed", file: `${root}/etc/requirements.toml`, line: 2, column: expect.any(Number) },
  });
});
