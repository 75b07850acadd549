/** What is typed after `assent app-server`. */
import { expect, test } from "vitest";
import { err, ok } from "../../../src/kit/result.ts";
import { appServer, type GenerateOptions, type ServeOptions } from "../../../src/surfaces/cli/app-server.ts";

type Done = {
  readonly served: ServeOptions[];
  readonly made: GenerateOptions[];
  readonly said: string[];
  status: number;
};

async function typed(args: readonly string[], fault: "config" | null = null): Promise<Done> {
  const served: ServeOptions[] = [];
  const made: GenerateOptions[] = [];
  const said: string[] = [];
  const status = await appServer(args, {
    serve: async (options) => {
      served.push(options);
      return fault === null ? ok(null) : err({ why: "requirements.toml: \u001b[31mno", status: fault });
    },
    generate: async (options) => {
      made.push(options);
      return options.folder === "/closed" ? err("cannot write to /closed") : ok(3);
    },
    out: (text) => said.push(text),
    error: (text) => said.push(text),
    colour: () => false,
  });
  return { served, made, said, status };
}

const USUAL: ServeOptions = {
  listen: { kind: "stdio" },
  tokenFile: null,
  graceMs: 30_000,
  overrides: [],
  isStrict: false,
  grantsForMs: null,
};

const SERVED: readonly [args: readonly string[], options: Partial<ServeOptions>][] = [
  [[], {}],
  [["--listen", "stdio://"], {}],
  [["--stdio", "--analytics-default-enabled"], {}],
  [["--listen", "unix:///run/s"], { listen: { kind: "unix", path: "/run/s" } }],
  [["--listen", "unix:/run/s"], { listen: { kind: "unix", path: "/run/s" } }],
  [
    ["--listen", "ws://127.0.0.1:0", "--ws-token-file", "/t"],
    { listen: { kind: "ws", url: "ws://127.0.0.1:0" }, tokenFile: "/t" },
  ],
  [["--grace", "0.5"], { graceMs: 500 }],
  [
    ["-c", "model=x", "--enable", "a", "--disable", "b"],
    { overrides: ["model=x", "features.a=true", "features.b=false"] },
  ],
  [["--strict-config"], { isStrict: true }],
];

test.each(SERVED)("serves with %j", async (args, options) => {
  const done = await typed(args);
  expect({ served: done.served, status: done.status }).toEqual({ served: [{ ...USUAL, ...options }], status: 0 });
});

const REFUSED: readonly [args: readonly string[], says: RegExp][] = [
  [["--listen", "http://x"], /--listen takes stdio:\/\//],
  [["--listen", "unix://relative"], /--listen takes/],
  [["--grace", "soon"], /--grace takes a number of seconds/],
  [["--grace", "-1"], /--grace/],
  [["daemon"], /there is no part "daemon"/],
  [["generate-ts"], /there is no folder to write to/],
  [["--port", "1"], /there is no option --port/],
];

test.each(REFUSED)("refuses %j", async (args, says) => {
  const { served, said, status } = await typed(args);
  expect({ served, status, said: said.join("") }).toEqual({
    served: [],
    status: 64,
    said: expect.stringMatching(says),
  });
});

test("says in one line, fit for a terminal, why it does not serve", async () => {
  expect(await typed([], "config")).toMatchObject({
    status: 78,
    said: ["assent: requirements.toml: \\x1b[31mno\n"],
  });
});

test("writes what clients are made from", async () => {
  const done = await typed(["generate-json-schema", "--out", "/o", "--experimental"]);
  expect({ made: done.made, status: done.status }).toEqual({
    made: [{ what: "json-schema", folder: "/o", experimental: true }],
    status: 0,
  });
  expect(await typed(["generate-ts", "--out", "/closed"])).toMatchObject({
    status: 70,
    said: ["assent: cannot write to /closed\n"],
  });
});
