/** Runs commands under the real supervisor in a real bubblewrap, and keeps what it tells. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import type { Readable, Writable } from "node:stream";
import { afterAll } from "vitest";
import { assemble, end, load, OFFSET, whenEqual, whenOther } from "../../src/core/sandbox/bpf.ts";

/** Reachable and writable inside; in no folder that bubblewrap makes anew. */
export const FOLDER = realpathSync(mkdtempSync(`${tmpdir()}/assent-native-`));
// For the user of some runs.
chmodSync(FOLDER, 0o755);
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

export const SUPERVISOR = compiled();

/** Compiled as the build does, and without a warning. */
function compiled(): string {
  const from = new URL("../../scripts/native.mjs", import.meta.url).href;
  const script = `const { compileNative } = await import(${JSON.stringify(from)});
const made = compileNative(${JSON.stringify(FOLDER)}, ["-Werror"]);
if (made.kind !== "done") throw new Error(made.why);`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return `${FOLDER}/native/assent-supervisor`;
}

/** Makes a program of C, and returns its path. */
export function programOf(name: string, source: string, ...flags: readonly string[]): string {
  writeFileSync(`${FOLDER}/${name}.c`, source);
  const words = ["-D_GNU_SOURCE", "-pthread", ...flags, "-o", `${FOLDER}/${name}`, `${FOLDER}/${name}.c`];
  const { status, stderr } = spawnSync("cc", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return `${FOLDER}/${name}`;
}

const NUMBERS = {
  x64: {
    execve: 59,
    execveat: 322,
    connect: 42,
    open: 2,
    openat: 257,
    creat: 85,
    mkdir: 83,
    mkdirat: 258,
    rename: 82,
    renameat: 264,
    renameat2: 316,
    unlink: 87,
    unlinkat: 263,
    symlink: 88,
    symlinkat: 266,
    link: 86,
    linkat: 265,
    mknod: 133,
    mknodat: 259,
  },
  arm64: {
    execve: 221,
    execveat: 281,
    connect: 203,
    openat: 56,
    mkdirat: 34,
    renameat2: 276,
    unlinkat: 35,
    symlinkat: 36,
    linkat: 37,
    mknodat: 33,
  },
} as const;
const ARCHITECTURES = { x64: 0xc000_003e, arm64: 0xc000_00b7 } as const;
const ANSWER = { kill: 0x8000_0000, notify: 0x7fc0_0000, allow: 0x7fff_0000 };

export type Watch = "exec" | "connect" | "writes";

/** Asks about the watched calls, kills those of other architectures, allows the rest. */
export function filterOf(watches: readonly Watch[]): Uint8Array {
  if (process.arch !== "x64" && process.arch !== "arm64") throw new Error(`no numbers for ${process.arch}`);
  const calls = Object.entries(NUMBERS[process.arch]).filter(([name]) => {
    const watch = name.startsWith("exec") ? "exec" : name === "connect" ? "connect" : "writes";
    return watches.includes(watch);
  });
  return assemble([
    load(OFFSET.architecture),
    ...whenOther(ARCHITECTURES[process.arch], [end(ANSWER.kill)]),
    load(OFFSET.number),
    ...calls.flatMap(([, number]) => whenEqual(number, [end(ANSWER.notify)])),
    end(ANSWER.allow),
  ]);
}

/** One message of the supervisor. */
export type Told = Readonly<Record<string, unknown>> & { readonly kind: string };

export type Wanted = {
  readonly command: readonly string[];
  readonly watches?: readonly Watch[];
  /** The filter itself, in place of the one for `watches`. */
  readonly filter?: Uint8Array;
  /** Options of the part beside the sandbox, and of the part inside. */
  readonly outer?: readonly string[];
  readonly inner?: readonly string[];
  /** Further arguments of bubblewrap. */
  readonly mounts?: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whose process it is, user and group; this one's without. */
  readonly user?: number;
  /** What is answered to a program that starts; null for nothing. */
  readonly answer?: (told: Told) => string | null;
  readonly onTold?: (told: Told, child: ChildProcess, handle: Server | undefined) => void;
};

export type Ran = {
  /** The exit status, or what killed the supervisor. */
  readonly status: number | string | null;
  readonly output: string;
  readonly errors: string;
  readonly told: readonly Told[];
};

const OWN = ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net"];
const MOUNTS = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", FOLDER, FOLDER];
const REST = ["--die-with-parent", "--cap-drop", "ALL", "--chdir", `${FOLDER}/work`, "--json-status-fd", "4", "--"];

/** Starts it; `started` may be told to end. */
export function supervise(wanted: Wanted): { readonly child: ChildProcess; readonly ran: Promise<Ran> } {
  const { watches = ["exec", "connect"], inner = ["--default-signals"], answer = () => "allow" } = wanted;
  mkdirSync(`${FOLDER}/work`, { recursive: true });
  const outside = ["run", ...(wanted.outer ?? []), "--", "bwrap", ...OWN, ...MOUNTS, ...(wanted.mounts ?? []), ...REST];
  const inside = [SUPERVISOR, "inner", "--filter", "3", "--link", "5", "--notify", ...inner, "--", ...wanted.command];
  const child = spawn(SUPERVISOR, [...outside, ...inside], {
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...wanted.env },
    ...(wanted.user === undefined ? {} : { uid: wanted.user, gid: wanted.user }),
  });
  const told: Told[] = [];
  child.on("message", (message, handle) => {
    const one = message as Told;
    told.push(one);
    wanted.onTold?.(one, child, handle as Server | undefined);
    const word = one.kind === "exec" && one["first"] === false ? answer(one) : null;
    // Where the run is being ended nobody takes the answer.
    if (word !== null && child.connected) child.send(`${word} ${String(one["id"])}`, () => undefined);
  });
  send(child.stdio[3], wanted.filter ?? filterOf(watches));
  if (wanted.input !== undefined) send(child.stdin, Buffer.from(wanted.input));
  (child.stdio[4] as Readable).resume();
  const output = textOf(child.stdout);
  const errors = textOf(child.stderr);
  const ran = new Promise<Ran>((resolve) => {
    child.once("exit", (code, signal) => {
      void Promise.all([output, errors]).then(([out, err]) =>
        resolve({ status: signal ?? code, output: out, errors: err, told }),
      );
    });
  });
  return { child, ran };
}

export function run(wanted: Wanted): Promise<Ran> {
  return supervise(wanted).ran;
}

/** The messages of one kind, with these fields. */
export function toldOf(ran: Ran, kind: string, ...fields: readonly string[]): readonly unknown[] {
  return ran.told.filter((told) => told.kind === kind).map((told) => fields.map((field) => told[field]));
}

/** What was asked about: file and words. */
export function askedOf(ran: Ran): readonly unknown[] {
  return ran.told.filter(({ kind, first }) => kind === "exec" && first === false).map(({ path, argv }) => [path, argv]);
}

function send(stream: Readable | Writable | null | undefined, bytes: Uint8Array): void {
  const to = stream as Writable;
  // A run that ends before it reads all is a case of its own.
  to.on("error", () => undefined);
  to.end(bytes);
}

async function textOf(stream: Readable | null): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
