/** The generated types under the real compiler. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { writeFiles } from "../../src/effects/write-files.ts";
import { typeFiles } from "../../src/protocol/type-files.ts";
import { RECORDED } from "./recorded.ts";

const place = mkdtempSync(join(tmpdir(), "assent-types-"));
afterAll(() => rmSync(place, { recursive: true }));

const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const SETTINGS = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: "esnext",
    moduleResolution: "bundler",
    target: "es2022",
    types: [],
  },
  include: ["**/*.ts"],
};

/** What the compiler says of the types with `extra` beside them; empty where all is well. */
function compile(name: string, withExperimental: boolean, extra: string): string {
  const folder = join(place, name);
  writeFiles(folder, typeFiles(withExperimental));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(SETTINGS));
  writeFileSync(join(folder, "use.ts"), extra);
  return spawnSync(process.execPath, [TSC, "-p", folder], { encoding: "utf8" }).stdout;
}

test("the types compile without what is experimental", () => {
  expect(compile("stable", false, "")).toBe("");
});

test("the types compile, and fit what was recorded", () => {
  const union: Readonly<Record<string, string>> = {
    "client-request": "ClientRequest",
    "server-request": "ServerRequest",
    "server-notification": "ServerNotificationEnvelope",
  };
  const uses = RECORDED.filter(({ kind }) => union[kind] !== undefined).map(({ kind, method, body }, at) => {
    const message = { method, ...(kind.endsWith("request") && { id: at }), params: body };
    return `export const m${at}: p.${union[kind]} = ${JSON.stringify(message)};`;
  });
  expect(uses.length).toBeGreaterThan(100);
  expect(compile("all", true, `import type * as p from "./index";\n${uses.join("\n")}\n`)).toBe("");
});

test("the types turn away what does not fit", () => {
  const wrong =
    'import type * as p from "./index";\nexport const m: p.ClientRequest = { id: 1, method: "turn/start", params: {} };\n';
  expect(compile("wrong", true, wrong)).toContain("use.ts(2,");
});
