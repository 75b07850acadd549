/** Breaks the sources line by line: the simulation must see each, or it shows nothing. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/assent-mutations-`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A source with one text replaced; the text must stand in it just once. */
type Mutation = { readonly file: string; readonly from: string; readonly to: string };

function mutating({ file, from, to }: Mutation): Plugin {
  return {
    name: "one line broken",
    setup(builder) {
      builder.onLoad({ filter: new RegExp(`/${file}$`) }, ({ path }) => {
        const parts = readFileSync(path, "utf8").split(from);
        if (parts.length !== 2) return { errors: [{ text: `${file} has ${parts.length - 1} times: ${from}` }] };
        return { contents: parts.join(to), loader: "ts" };
      });
    },
  };
}

async function probe(name: string, mutation: Mutation | null): Promise<string> {
  const outfile = `${folder}/${name}.mjs`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["test/simulation/fixtures/probe.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
    plugins: mutation === null ? [] : [mutating(mutation)],
  });
  return execFileSync(process.execPath, [outfile], { encoding: "utf8" });
}

const MUTATIONS: readonly (readonly [seen: string, mutation: Mutation])[] = [
  [
    "a case does not begin with what was received",
    { file: "engine/engine.ts", from: "await ports.append(records)", to: "void ports.append(records).catch(() => {})" },
  ],
  [
    "started though nobody accepted it",
    {
      file: "engine/engine.ts",
      from: "verdict: faultVerdict(messageOf(error))",
      to: 'verdict: { outcome: { kind: "accept" }, by: "user", note: null }',
    },
  ],
  [
    "started though nobody accepted it",
    {
      file: "approval/step.ts",
      from: 'case "decline":',
      to: 'case "decline": return goOn(session, id, open, [answered]);',
    },
  ],
  [
    "carried out though a rule forbids it",
    {
      file: "approval/standing.ts",
      from: 'standing: "forbidden", because: forbidding',
      to: 'standing: "allowed", because: forbidding',
    },
  ],
  [
    "asked under the policy never",
    {
      file: "approval/asking.ts",
      from: 'if (approvalPolicy === "never" &&',
      to: 'if (approvalPolicy === "on-failure" &&',
    },
  ],
  [
    "asked about what the policy refuses",
    { file: "approval/asking.ts", from: "!approvalPolicy.granular[categoryOf(reason)]", to: "false" },
  ],
  [
    "a rule was proposed though none are",
    {
      file: "approval/asking.ts",
      from: 'return smartApprovals ? { kind: "ask"',
      to: 'return asked.reasons.length > 0 ? { kind: "ask"',
    },
  ],
  [
    "carried out though a person must be asked each time",
    {
      file: "approval/step.ts",
      from: "if (!isYes || !onlyPerson(reasons)) return null;",
      to: "if (isYes) return null;",
    },
  ],
  [
    "carried out though a person must be asked each time",
    { file: "approval/asking.ts", from: '"personOnly" in rule', to: "false" },
  ],
  [
    "carried out for a session that did not accept it",
    { file: "approval/identity.ts", from: '["command", action.argv,', to: '["command",' },
  ],
  [
    "a rule was saved that is too broad",
    { file: "approval/amending.ts", from: "checked.ok ? null : checked.error", to: "null" },
  ],
  [
    "started though a rule forbids it",
    { file: "approval/judge-exec.ts", from: 'reasonsOf(found, "forbidden")', to: "[]" },
  ],
  [
    "started though nobody accepted it",
    { file: "approval/judge-exec.ts", from: "if (asking.length > 0) return ask(asking, all);", to: "" },
  ],
  ["something follows the end of a case", { file: "approval/moves.ts", from: "cases.delete(id);", to: "" }],
];

test("the sources as they are: sound", async () => {
  expect(await probe("whole", null)).toBe("sound");
});

test.each(MUTATIONS.map(([seen, mutation], index) => [index, seen, mutation] as const))(
  "mutation %i is seen: %s",
  async (index, seen, mutation) => {
    expect((await probe(`mutation-${index}`, mutation)).split("\n")).toContain(seen);
  },
);
