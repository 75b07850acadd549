/** Real commands with and without a sandbox: status, streams, faults, and their end. */
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { READ_ONLY, type Permissions, UNRESTRICTED } from "../../src/core/permissions/permissions.ts";
import { UNSUPERVISED } from "../../src/core/sandbox/supervision.ts";
import type { ExecResult } from "../../src/effects/exec.ts";
import { BACKEND, newWorld, processesWith, runScript, textOf, until, writeIn } from "./world.ts";

const WAYS: readonly [name: string, permissions: Permissions][] = [
  ["in the sandbox", READ_ONLY],
  ["without a sandbox", UNRESTRICTED],
];

/** A duration that names one test's processes: `sleep` takes it as a word of its own. */
let durations = 0;
function sleepWord(): string {
  durations += 1;
  return `99.${process.pid}${durations}`;
}

describe.skipIf(BACKEND.kind === "none").each(WAYS)("%s", (_name, permissions) => {
  const STATUSES: readonly [script: string, status: number][] = [
    ["true", 0],
    ["exit 3", 3],
    ["exit 255", 255],
    ["kill -TERM $$", 143],
    ["kill -KILL $$", 137],
    ["yes | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}", 141],
  ];
  test.each(STATUSES)("%s ends with %i", async (script, status) => {
    const result = await runScript(newWorld(), script, { permissions });
    expect(result).toMatchObject({ kind: "ended", status, stopped: null });
  });

  const OUTPUTS: readonly [script: string, input: string | undefined, output: string][] = [
    ["echo a; echo b >&2", undefined, "a\nb\n"],
    ["cat; echo end", "one\ntwo", "one\ntwoend\n"],
    ["cat; echo end", undefined, "end\n"],
    ["printf '\\0\\377' | od -An -tx1", undefined, " 00 ff\n"],
    ['echo "$MINE"; pwd', undefined, "yes\n/usr\n"],
    ["trap", undefined, ""],
    ["echo x > /dev/stderr; echo y > /dev/stdout", undefined, "x\ny\n"],
    ["test -t 0 || test -t 1 || echo pipe", undefined, "pipe\n"],
  ];
  test.each(OUTPUTS)("%s", async (script, input, output) => {
    const env = { ...process.env, MINE: "yes" };
    const streams = {
      kind: "capture",
      input: input === undefined ? null : Buffer.from(input),
      bytesMax: 1000,
    } as const;
    const result = await runScript(newWorld(), script, {
      permissions,
      cwd: "/usr",
      options: { env, streams, timeoutMs: null, supervision: UNSUPERVISED },
    });
    expect(textOf(result)).toBe(output);
  });

  test("a megabyte comes through whole", async () => {
    const result = await runScript(newWorld(), "head -c 1000000 /dev/zero | tr '\\0' x", { permissions });
    expect(textOf(result)).toBe("x".repeat(1_000_000));
  });

  test("of more than is kept, the beginning and the end are", async () => {
    const result = await runScript(newWorld(), "seq 1 100000", { permissions, bytesMax: 20 });
    expect(textOf(result)).toBe("1\n2\n3\n4\n5\n\n[588875 bytes left out]\n99\n100000\n");
  });

  const FAULTS: readonly [name: string, command: readonly [string, ...string[]], why: string][] = [
    ["a program that is nowhere", ["no-such-program"], "there is no program no-such-program on PATH"],
    ["a file that is missing", ["./missing"], "there is no file ./missing"],
    ["a file that is not executable", ["./plain"], "./plain may not be executed"],
    ["no name", [""], "the command has no name"],
  ];
  test.each(FAULTS)("%s is not started", async (_case, command, why) => {
    const world = newWorld();
    writeFileSync(`${world.ws}/plain`, "x", { mode: 0o644 });
    expect(await runScript(world, "", { permissions, command })).toEqual({
      kind: "not-started",
      fault: "program",
      why,
    });
  });

  test("a folder that is missing is said so", async () => {
    const result = await runScript(newWorld(), "true", { permissions, cwd: "/no/such/folder" });
    expect(result).toEqual({
      kind: "not-started",
      fault: "program",
      why: "there is no folder /no/such/folder to run it in",
    });
  });

  test("an interpreter that is missing is the program's fault", async () => {
    const world = newWorld();
    writeFileSync(`${world.ws}/script`, "#!/no/such/interpreter\n", { mode: 0o755 });
    expect(await runScript(world, "", { permissions, command: ["./script"] })).toMatchObject({
      kind: "not-started",
      fault: "program",
    });
  });

  const DAEMONS: readonly [name: string, script: (word: string) => string][] = [
    ["a child", (word) => `sleep ${word}`],
    ["a child that ignores polite signals", (word) => `trap '' TERM HUP INT; sleep ${word}; sleep ${word}`],
    ["a child in the background", (word) => `sleep ${word} & wait`],
    ["a daemon in its own session", (word) => `setsid sleep ${word} >/dev/null 2>&1 & wait; sleep 50`],
    [
      "a daemon that forked twice and closed its streams",
      (word) =>
        `(setsid bash -c "exec <&- >&- 2>&-; trap '' TERM; (sleep ${word}; sleep ${word}) & sleep ${word}" &); sleep 50`,
    ],
  ];
  describe.each(DAEMONS)("%s", (_daemon, script) => {
    test("ends with a timeout", async () => {
      const word = sleepWord();
      const result = await runScript(newWorld(), script(word), { permissions, timeoutMs: 300 });
      expect({ ...result, left: processesWith(word) }).toMatchObject({ stopped: "timeout", left: [] });
    });

    test("ends when aborted", async () => {
      const word = sleepWord();
      const controller = new AbortController();
      const running = runScript(newWorld(), script(word), { permissions }, controller.signal);
      await until(() => processesWith(word).length > 0);
      controller.abort();
      expect({ ...(await running), left: processesWith(word) }).toMatchObject({ stopped: "abort", left: [] });
    });
  });

  test("a command that ends in order when told to keeps its status", async () => {
    const script = "trap 'exit 5' TERM; sleep 50 & wait";
    expect(await runScript(newWorld(), script, { permissions, timeoutMs: 300 })).toMatchObject({
      stopped: "timeout",
      status: 5,
    });
  });

  test("what was aborted before its start is not started", async () => {
    const world = newWorld();
    const result = await runScript(world, "touch started", { permissions: UNRESTRICTED }, AbortSignal.abort());
    expect([result.kind, existsSync(`${world.ws}/started`)]).toEqual(["not-started", false]);
  });
});

describe.skipIf(BACKEND.kind === "none")("the sandbox", () => {
  test("ends what the command leaves behind", async () => {
    const word = sleepWord();
    await runScript(newWorld(), `setsid sleep ${word} >/dev/null 2>&1 & echo started`);
    expect(processesWith(word)).toEqual([]);
  });

  test("tells the command that it has no network", async () => {
    expect(textOf(await runScript(newWorld(), "echo $CODEX_SANDBOX_NETWORK_DISABLED"))).toBe("1\n");
  });

  test("keeps the folder's name as it was typed", async () => {
    const world = newWorld();
    symlinkSync(world.ws, `${world.out}/link`);
    const result = await runScript(world, "pwd; touch here", { cwd: `${world.out}/link` });
    expect([textOf(result), existsSync(`${world.ws}/here`)]).toEqual([`${world.out}/link\n`, true]);
  });
});

test("without a sandbox, what the command leaves behind goes on", async () => {
  const word = sleepWord();
  // It ends only when what it leaves behind is there.
  const script = `mkfifo $WS/f; setsid sh -c 'echo > $0; exec sleep $1' $WS/f ${word} >/dev/null 2>&1 & read x < $WS/f`;
  await runScript(newWorld(), script, { permissions: UNRESTRICTED });
  const left = processesWith(word);
  for (const pid of left) process.kill(pid, "SIGKILL");
  expect(left).toHaveLength(1);
});

const TOUCH = "touch $WS/ran $OUT/ran";

async function runWith(fake: string): Promise<{ readonly result: ExecResult; readonly ran: boolean }> {
  const world = newWorld();
  mkdirSync(`${world.out}/bin`);
  writeFileSync(`${world.out}/bin/bwrap`, `#!/bin/sh\n${fake}\n`);
  chmodSync(`${world.out}/bin/bwrap`, 0o755);
  const backend = { kind: "bubblewrap", program: `${world.out}/bin/bwrap` } as const;
  const result = await runScript(world, TOUCH, { backend, permissions: writeIn(world.ws) });
  return { result, ran: existsSync(`${world.ws}/ran`) || existsSync(`${world.out}/ran`) };
}

const BROKEN: readonly [name: string, fake: string, why: string][] = [
  [
    "may not create user namespaces",
    "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1",
    "kernel.apparmor_restrict_unprivileged_userns=0",
  ],
  ["ends at once with success", "exit 0", "bubblewrap could not build the sandbox"],
  ["is too old", "echo 'bwrap: Unknown option --perms' >&2; exit 1", "too old"],
];
test.each(BROKEN)("nothing is run if bubblewrap %s", async (_name, fake, why) => {
  const { result, ran } = await runWith(fake);
  expect({ ...result, ran }).toEqual({
    kind: "not-started",
    fault: "sandbox",
    why: expect.stringContaining(why),
    ran: false,
  });
});

test("nothing is run without bubblewrap", async () => {
  const world = newWorld();
  const result = await runScript(world, TOUCH, { backend: { kind: "none", why: "bubblewrap was not found" } });
  expect({ ...result, ran: existsSync(`${world.ws}/ran`) }).toEqual({
    kind: "not-started",
    fault: "sandbox",
    why: "bubblewrap was not found",
    ran: false,
  });
});
