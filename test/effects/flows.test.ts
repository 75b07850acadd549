/** Commands that are heard and written to while they run, inside the sandbox and outside. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Permissions } from "../../src/core/permissions/permissions.ts";
import type { CommandResult } from "../../src/effects/run-command.ts";
import type { Live, LiveProcess } from "../../src/engine/ports.ts";
import { isSleeping, newWorld, runScript, textOf, until, type World, writeIn } from "./world.ts";

const TTY = { columns: 90, rows: 30 };
const PLACES: readonly [place: string, permissions: (world: World) => Permissions][] = [
  ["inside the sandbox", ({ ws }) => writeIn(ws)],
  ["outside", () => ({ kind: "unrestricted" })],
];

type Heard = {
  readonly live: Live;
  /** All that was told so far, as text. */
  text: string;
  pieces: number;
  processes: LiveProcess[];
};

/** `reply` gets all that came so far with each piece, and writes to the command. */
function listen(tty: Live["tty"], reply: (heard: Heard) => void = () => undefined): Heard {
  const heard: Heard = {
    text: "",
    pieces: 0,
    processes: [],
    live: {
      tty,
      started: (process) => heard.processes.push(process),
      output: (chunk) => {
        heard.text += Buffer.from(chunk).toString("utf8");
        heard.pieces += 1;
        reply(heard);
      },
    },
  };
  return heard;
}

async function run(
  place: (world: World) => Permissions,
  script: string,
  { live }: Heard,
  { signal, world = newWorld(), bytesMax = 1 << 20 }: { signal?: AbortSignal; world?: World; bytesMax?: number } = {},
): Promise<CommandResult> {
  return runScript(world, script, { permissions: place(world), live, bytesMax }, signal);
}

function throws(): never {
  throw new Error("broken");
}

/** How it ended, in short. */
function endOf(result: CommandResult): unknown {
  return result.kind === "ended"
    ? { status: result.status, stopped: result.stopped, output: textOf(result) }
    : textOf(result);
}

describe.each(PLACES)("%s", (place, permissions) => {
  const isSandboxed = place !== "outside";

  test("output comes while the command runs, both streams in order, and is kept", async () => {
    const world = newWorld();
    const go = `${world.ws}/go`;
    const seen: string[] = [];
    const heard = listen(null, ({ text }) => seen.push(text));
    const running = run(permissions, "echo a; echo b >&2; until [ -e go ]; do sleep 0.02; done; echo c", heard, {
      world,
    });
    await until(() => heard.text === "a\nb\n");
    await runScript(world, `touch ${go}`);
    expect(endOf(await running)).toEqual({ status: 0, stopped: null, output: "a\nb\nc\n" });
    expect(seen.at(-1)).toBe("a\nb\nc\n");
    expect(heard.processes.map((process) => process.isSandboxed)).toEqual([isSandboxed]);
  });

  test("without a terminal there is no input", async () => {
    const heard = listen(null);
    const running = run(permissions, "cat; [ -t 0 ] || [ -t 1 ] || echo none", heard);
    expect(endOf(await running)).toEqual({ status: 0, stopped: null, output: "none\n" });
    expect(heard.processes.map(({ write }) => write("x\n"))).toEqual([false]);
  });

  test("of much output the beginning and the end are kept, and all is told", async () => {
    const heard = listen(null);
    const result = await run(permissions, "printf a; head -c 300000 /dev/zero | tr '\\0' x; printf z", heard, {
      bytesMax: 2000,
    });
    expect(heard.text.length).toBe(300_002);
    const kept = textOf(result);
    expect([kept.startsWith("ax"), kept.endsWith("xz"), kept.length < 4000]).toEqual([true, true, true]);
  });

  test("a terminal is one, of the size that was wanted, and nobody else's", async () => {
    const heard = listen(TTY);
    const script = '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && stty size && ps -o sid= -p $$ | tr -d " " && echo $$ >/dev/tty';
    const result = await run(permissions, script, heard);
    const [size, session, own] = textOf(result).split("\r\n");
    expect([result.kind === "ended" && result.status, size]).toEqual([0, "30 90"]);
    expect(session).toBe(own);
    expect(heard.processes.map((process) => process.isSandboxed)).toEqual([isSandboxed]);
  });

  test("what is written is echoed and read, line by line, and refused at the end", async () => {
    let wrote = 0;
    const heard = listen(TTY, ({ text, processes }) => {
      if (text.split("ask:").length - 1 > wrote && wrote < 2) processes[0]?.write(`w${(wrote += 1)}\n`);
    });
    const result = await run(permissions, "for i in 1 2; do printf ask:; read -r x; echo got $x; done", heard);
    expect(endOf(result)).toEqual({ status: 0, stopped: null, output: "ask:w1\r\ngot w1\r\nask:w2\r\ngot w2\r\n" });
    expect(heard.processes.map(({ write }) => write("late\n"))).toEqual([false]);
  });

  test("the key that interrupts reaches the command", async () => {
    const heard = listen(TTY, ({ text, processes }) => {
      if (text === "up\r\n") processes[0]?.write("\u0003");
    });
    const result = await run(
      permissions,
      "trap 'echo caught; exit 9' INT; echo up; while :; do sleep 0.05; done",
      heard,
    );
    expect(endOf(result)).toEqual({
      status: 9,
      stopped: null,
      output: expect.stringMatching(/^up\r\n\^C\r?\n?caught\r\n$/),
    });
  });

  test("much goes through a terminal whole", async () => {
    const heard = listen(TTY);
    const result = await run(permissions, "stty -opost; seq 1 60000", heard);
    const all = Array.from({ length: 60_000 }, (_, index) => `${index + 1}\n`).join("");
    expect([endOf(result), heard.text === all]).toEqual([{ status: 0, stopped: null, output: all }, true]);
  });

  test.each([null, TTY])(
    "a cancelled one ends with its whole tree, and what it wrote is kept: terminal %j",
    async (tty) => {
      const cancel = new AbortController();
      const word = isSandboxed ? (tty === null ? "98711" : "98712") : tty === null ? "98713" : "98714";
      const heard = listen(tty, ({ text }) => {
        if (text.includes("up")) cancel.abort();
      });
      const script = `(trap '' HUP TERM; setsid sleep ${word} & sleep ${word}) & sleep ${word} & echo up; wait`;
      const result = await run(permissions, script, heard, { signal: cancel.signal });
      expect([result.kind === "ended" && result.stopped, textOf(result).trim(), isSleeping(word)]).toEqual([
        "abort",
        "up",
        false,
      ]);
    },
  );

  test("a program that cannot be executed at a terminal is told", async () => {
    const world = newWorld();
    const result = await runScript(world, "", {
      permissions: permissions(world),
      live: listen(TTY).live,
      command: [`${world.ws}/nothing`],
    });
    expect(result.kind).toBe("not-started");
  });
});

test("what holds the terminal longer than its command is not waited for", async () => {
  const heard = listen(TTY);
  const world = newWorld();
  const script = "(trap '' HUP; exec sleep 98715) & echo done";
  const result = await run(() => ({ kind: "unrestricted" }), script, heard, { world });
  expect(endOf(result)).toEqual({ status: 0, stopped: null, output: "done\r\n" });
});

test("a listener that throws changes nothing", async () => {
  const heard = { ...listen(null), live: { tty: null, started: throws, output: throws } };
  for (const [, permissions] of PLACES) {
    const result = await run(permissions, "echo a; sleep 0.05; echo b", heard);
    expect(endOf(result)).toEqual({ status: 0, stopped: null, output: "a\nb\n" });
  }
});

test("a hundred at once leave no descriptor and no warning", async () => {
  const warnings: string[] = [];
  const warned = (warning: Error): number => warnings.push(warning.message);
  process.on("warning", warned);
  const world = newWorld();
  const once = async (count: number): Promise<readonly unknown[]> => {
    const cancels = Array.from({ length: count }, () => new AbortController());
    const all = Array.from({ length: count }, (_, index) => listen(index % 2 === 0 ? null : TTY));
    const [inside, outside] = PLACES.map(([, permissions]) => permissions);
    if (inside === undefined || outside === undefined) throw new Error("no places");
    const ends = all.map((heard, index) => {
      const signal = cancels[index]?.signal ?? AbortSignal.abort();
      return run(index % 4 < 2 ? inside : outside, "echo up; exec sleep 98716", heard, { world, signal });
    });
    await until(() => all.every(({ text }) => text.trim() === "up"));
    for (const cancel of cancels) cancel.abort();
    return (await Promise.all(ends)).map((result) => result.kind === "ended" && result.stopped);
  };
  await once(4);
  const before = readdirSync("/proc/self/fd").length;
  expect(await once(100)).toEqual(Array.from({ length: 100 }, () => "abort"));
  const after = readdirSync("/proc/self/fd").length;
  process.off("warning", warned);
  // Pipes that were made in advance stay for the next commands.
  expect([after - before <= 64, warnings, isSleeping("98716")]).toEqual([true, [], false]);
}, 60_000);
