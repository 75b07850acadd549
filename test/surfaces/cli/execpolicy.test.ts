/** `assent execpolicy check`, byte for byte beside what the Codex CLI was recorded to say. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { err, ok } from "../../../src/kit/result.ts";
import { execpolicy, type Answer } from "../../../src/surfaces/cli/execpolicy.ts";

type Files = Readonly<Record<string, string>>;

function check(args: readonly string[], files: Files): Answer {
  return execpolicy(["check", ...args], {
    cwd: "/tmp/ws",
    home: "/root",
    readFile: (path) => {
      const text = Object.hasOwn(files, path) ? files[path] : undefined;
      if (text !== undefined) return ok(Buffer.from(text));
      if (path === ".") return err("EISDIR");
      return err(path.includes("/") ? "ENOTDIR" : "ENOENT");
    },
  });
}

type Case = {
  readonly id: string;
  readonly rules: readonly { readonly name: string; readonly text: string }[];
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly expect: {
    readonly exitCode: number;
    readonly stdoutText?: string;
    readonly error?: { readonly firstLine: string; readonly at?: string };
  };
};

function load(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

const CASES: readonly Case[] = JSON.parse(load("execpolicy-cases.json"));

test.each(CASES.map((one): [string, Case] => [one.id, one]))("verdict %s", (_id, one) => {
  const files = Object.fromEntries(one.rules.map(({ name, text }) => [name, text]));
  const rules = one.rules.flatMap(({ name }) => ["--rules", name]);
  const { status, stdout, stderr } = check([...one.flags, ...rules, "--", ...one.args], files);
  const wanted = one.expect;
  const place = [...stderr.matchAll(/-->.*:(\d+:\d+)$/gm)].at(-1)?.[1];
  const at = wanted.error?.at === undefined ? undefined : place;
  expect({ status, stdout: stdout.replaceAll("/tmp/ws/", "<CWD>/"), first: stderr.split("\n")[0], at }).toEqual({
    status: wanted.exitCode,
    stdout: wanted.stdoutText ?? "",
    first: wanted.error?.firstLine.replace("<DIR>/", "") ?? "",
    at: wanted.error?.at,
  });
});

type Report = Answer & { readonly args: readonly string[]; readonly rules: Files };

const REPORTS: readonly Report[] = JSON.parse(load("execpolicy-reports.json"));

test.each(REPORTS.map((one, at): [number, string, Report] => [at, one.args.join(" "), one]))(
  "report %i: %s",
  (_at, _args, { args, rules, ...wanted }) => {
    expect(check(args, rules)).toEqual(wanted);
  },
);

/** An answer where no file can be read. */
function refuse(args: readonly string[], code: string): Answer {
  return execpolicy(args, { cwd: "/", home: "/", readFile: () => err(code) });
}

test("a file that is no UTF-8, or that the system refuses, is named with the reason", () => {
  expect(refuse(["check", "-r", "a", "b"], "EACCES")).toEqual({
    stdout: "",
    stderr: "Error: failed to read policy at a\n\nCaused by:\n    Permission denied (os error 13)\n",
    status: 1,
  });
  expect(refuse(["check", "-r", "a", "b"], "EBADF").stderr).toBe(
    "Error: failed to read policy at a\n\nCaused by:\n    EBADF\n",
  );
  const bytes = execpolicy(["check", "-r", "a", "b"], {
    cwd: "/",
    home: "/",
    readFile: () => ok(new Uint8Array([255])),
  });
  expect(bytes.stderr).toBe(
    "Error: failed to read policy at a\n\nCaused by:\n    stream did not contain valid UTF-8\n",
  );
});

test("help goes to stdout; a missing or unknown subcommand is bad usage", () => {
  for (const args of [["--help"], ["help"], ["check", "--help"], ["check", "-h"], ["check", "-r", "x", "-h"]]) {
    const { stdout, stderr, status } = refuse(args, "ENOENT");
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toMatch(/^Usage: assent execpolicy/);
  }
  expect(refuse([], "ENOENT")).toMatchObject({ stdout: "", status: 2 });
  expect(refuse(["test"], "ENOENT")).toEqual({
    stdout: "",
    stderr:
      "error: unrecognized subcommand 'test'\n\nUsage: assent execpolicy [OPTIONS] <COMMAND>\n\nFor more information, try '--help'.\n",
    status: 2,
  });
});
