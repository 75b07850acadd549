/** Writes rules and settings into a home and tells of each: HOME WORD COUNT. */
import { setKey } from "../src/core/config/edit.ts";
import { appendRoot } from "../src/effects/append-root.ts";
import { editConfig } from "../src/effects/config-write.ts";
import { rulesFiles } from "../src/effects/rules-files.ts";

const [home, word, count] = process.argv.slice(2);
const where = { cwd: "/", home: "/" };
const rules = rulesFiles({ home, projectFolders: [], named: [], isTrusted: () => false, where });

async function write(what, act) {
  await act();
  process.stdout.write(`${what}\n`);
}

const rule = (...pattern) => write(`rule ${pattern.join(" ")}`, () => rules.amend({ kind: "prefix", pattern }));
const host = (name) => write(`host ${name}`, () => rules.amend({ kind: "network", host: name, protocol: "https" }));
const root = (path) => write(`root ${path}`, () => appendRoot(home, path));
const key = (path, value) =>
  write(`key ${JSON.stringify(path)} ${value}`, () => editConfig(home, (text) => setKey(text, path, value)));

for (let at = 0; at < Number(count); at += 1) {
  await rule(word, `own-${at}`);
  await root(`/${word}/own-${at}`);
  await rule("tool", `shared-${at}`);
  await key(["projects", `/${word} ${at}`, "trust_level"], "trusted");
  await host(`${word}-${at}.example.com`);
  await root(`/shared/${at}`);
  await key(["model"], `${word}-${at}`);
}
