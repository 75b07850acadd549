/** Threads on a real disk with a real sandbox; their model is a script behind a socket. */
import { createServer, type Server } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { threadHost } from "../../src/compose/threads.ts";
import type { OpenThread, ThreadOptions, ThreadOrigin } from "../../src/engine/agent/host.ts";
import { makeGate } from "../../src/engine/agent/gate.ts";
import type { ThreadEvent } from "../../src/engine/agent/thread.ts";
import type { Json } from "../../src/kit/json.ts";

let server: Server;
let root = "";
let home = "";
let work = "";
/** What the model does next; it says goodbye where nothing is left. */
let script: Json[] = [];
let asked: { readonly input: readonly Json[] }[] = [];

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "assent-threads-")));
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      asked.push(JSON.parse(Buffer.concat(chunks).toString()));
      const item = script.shift() ?? {
        type: "message",
        role: "assistant",
        id: "m",
        content: [{ type: "output_text", text: "bye" }],
      };
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of [
        { type: "response.output_item.done", item },
        { type: "response.completed", response: { id: "r" } },
      ]) {
        response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

beforeEach(() => {
  const base = mkdtempSync(join(root, "case-"));
  home = join(base, "home");
  work = join(base, "work");
  for (const folder of [home, work]) mkdirSync(folder);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const lines = [
    'model_provider = "fake"',
    "[model_providers.fake]",
    `base_url = "http://127.0.0.1:${port}/v1"`,
    "request_max_retries = 0",
  ];
  writeFileSync(join(home, "config.toml"), `${lines.join("\n")}\n`);
  script = [];
  asked = [];
});

function run(id: string, cmd: string, more: Readonly<Record<string, Json>> = {}): Json {
  return {
    type: "function_call",
    id: `f${id}`,
    call_id: id,
    name: "exec_command",
    arguments: JSON.stringify({ cmd, ...more }),
  };
}

type Opened = OpenThread & { readonly events: ThreadEvent[]; say(text: string): Promise<void> };

async function open(origin: ThreadOrigin = { kind: "new" }, over: Partial<ThreadOptions> = {}): Promise<Opened> {
  const events: ThreadEvent[] = [];
  let gate = makeGate();
  const opened = await threadHost({ home, overrides: [] }).open(origin, {
    wish: origin.kind === "new" ? { cwd: work, approvalPolicy: "on-request", sandboxMode: "workspace-write" } : {},
    baseInstructions: null,
    developerInstructions: null,
    isEphemeral: false,
    originator: "test",
    source: "appServer",
    ask: () => Promise.resolve({ outcome: { kind: "decline", feedback: null }, by: "user", note: null }),
    askUser: null,
    emit: (event) => {
      events.push(event);
      if (event.kind === "turn-ended") gate.open();
    },
    ...over,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const say = (text: string): Promise<void> => {
    gate = makeGate();
    opened.value.thread.start({ content: [{ kind: "text", text }], clientId: null, outputSchema: null });
    return gate.opened;
  };
  return { ...opened.value, events, say };
}

function outputOf(call: string): unknown {
  const items = asked.flatMap(({ input }) => input);
  const found = items.find(
    (item) => typeof item === "object" && item !== null && "output" in item && item["call_id"] === call,
  );
  return typeof found === "object" && found !== null && "output" in found ? found["output"] : null;
}

test("runs a command in the sandbox, and tells the model what it printed", async () => {
  script = [run("c1", "echo hi > a; cat a; echo no > /usr/assent-test", { login: false })];
  const thread = await open();
  await thread.say("go");
  await thread.thread.close();
  expect(readFileSync(join(work, "a"), "utf8")).toBe("hi\n");
  expect(outputOf("c1")).toMatch(/Process exited with code 1\n.*\nOutput:\nhi\n.*Read-only file system/u);
});

describe("a thread that is resumed", () => {
  const SET: ThreadOptions["wish"] = { approvalPolicy: "untrusted", sandboxMode: "workspace-write" };
  const CASES: readonly [name: string, ThreadOptions["wish"], again: ThreadOptions["wish"], expected: string[]][] = [
    ["keeps what its client had set", SET, {}, ["untrusted", "workspace-write", ":workspace"]],
    ["takes what its client sets anew", SET, { sandboxMode: "read-only" }, ["untrusted", "read-only"]],
    ["takes what further keys set", SET, { config: { sandbox_mode: "read-only" } }, ["untrusted", "read-only"]],
    ["takes all else from the settings", {}, {}, ["never", "read-only"]],
  ];
  test.each(CASES)("%s", async (_name, wish, again, expected) => {
    const first = await open({ kind: "new" }, { wish: { cwd: work, ...wish } });
    await first.say("go");
    await first.thread.close();
    const file = join(home, "config.toml");
    writeFileSync(file, `approval_policy = "never"\nsandbox_mode = "read-only"\n${readFileSync(file, "utf8")}`);
    const { thread, settings, profile } = await open({ kind: "resume", thread: first.thread.id }, { wish: again });
    const { approvalPolicy, sandboxMode } = settings;
    expect([approvalPolicy, sandboxMode, ...(profile === null ? [] : [profile])]).toEqual(expected);
    await thread.close();
  });
});

test("goes on where it was when it is resumed, and asks again for what was declined", async () => {
  script = [run("c1", "touch ../b", { sandbox_permissions: "require_escalated", justification: "why" })];
  const first = await open();
  await first.say("one");
  await first.thread.close();
  await threadHost({ home }).setName(first.thread.id, "mine");
  const again = await open({ kind: "resume", thread: first.thread.id });
  expect([again.thread.id, again.name, again.settings.cwd, again.turns.map(({ status }) => status)]).toEqual([
    first.thread.id,
    "mine",
    work,
    ["completed"],
  ]);
  await again.say("two");
  await again.thread.close();
  const said = asked
    .at(-1)
    ?.input.filter(
      (item) => typeof item === "object" && item !== null && "type" in item && item["type"] === "function_call",
    );
  expect(said).toHaveLength(1);
  expect(outputOf("c1")).toMatch(/rejected by user/u);
});

test("a fork has what was said, and another name", async () => {
  const first = await open();
  await first.say("one");
  await first.thread.close();
  const fork = await open({ kind: "fork", thread: first.thread.id, upTo: null });
  await fork.thread.close();
  expect(fork.thread.id).not.toBe(first.thread.id);
  expect(fork.turns).toHaveLength(1);
});

test("another wish holds from then on, and one that cannot hold changes nothing", async () => {
  const thread = await open();
  expect(await thread.reconfigure({ sandboxMode: "read-only" })).toMatchObject({
    ok: true,
    value: { sandboxMode: "read-only" },
  });
  expect(await thread.reconfigure({ cwd: join(work, "gone") })).toMatchObject({ ok: false });
  script = [run("c1", "touch a")];
  await thread.say("go");
  await thread.thread.close();
  expect(thread.thread.settings().sandboxMode).toBe("read-only");
  expect(outputOf("c1")).toMatch(/Read-only file system/u);
});

test("nothing is kept of an ephemeral one", async () => {
  const thread = await open({ kind: "new" }, { isEphemeral: true });
  await thread.say("go");
  await thread.thread.close();
  expect(thread.path).toBeNull();
  expect(await threadHost({ home, overrides: [] }).read(thread.thread.id)).toMatchObject({ ok: false });
});

test("there is no thread that was never opened", async () => {
  const none: ThreadOrigin = { kind: "resume", thread: "00000000-0000-7000-8000-000000000000" };
  await expect(open(none)).rejects.toThrow(/there is no thread/u);
});

function says(outcome: string): Json {
  const verdict = { outcome, risk_level: "low", user_authorization: "high", rationale: "as it should be" };
  return {
    type: "message",
    role: "assistant",
    id: "v",
    content: [{ type: "output_text", text: JSON.stringify(verdict) }],
  };
}

const statuses = ({ events }: Opened): readonly unknown[] =>
  events.flatMap((event) =>
    event.kind === "review-ended" ? [event.end === "aborted" ? "aborted" : event.end.status] : [],
  );

describe("the automatic reviewer of a thread", () => {
  const WISH: ThreadOptions["wish"] = { approvalPolicy: "on-request", sandboxMode: "workspace-write" };
  const ESCALATE = { sandbox_permissions: "require_escalated", justification: "why" };

  test("is asked from the next action on once a client has chosen it", async () => {
    const thread = await open();
    script = [run("c1", "touch ../a", ESCALATE)];
    await thread.say("make a file beside the folder");
    expect([outputOf("c1"), statuses(thread)]).toEqual([expect.stringMatching(/rejected by user/u), []]);
    expect(await thread.reconfigure({ reviewer: "auto_review" })).toMatchObject({ ok: true });
    script = [run("c2", "touch ../a", ESCALATE), says("allow")];
    await thread.say("try again");
    await thread.thread.close();
    expect([outputOf("c2"), statuses(thread)]).toEqual([expect.stringMatching(/exited with code 0/u), ["approved"]]);
    expect(readFileSync(join(work, "..", "a"), "utf8")).toBe("");
  });

  test("hears what was typed in earlier sessions, and what was refused there", async () => {
    const first = await open({ kind: "new" }, { wish: { cwd: work, ...WISH, reviewer: "auto_review" } });
    script = [run("c1", "touch ../denied", ESCALATE), says("deny")];
    await first.say("tidy the shelf");
    await first.thread.close();
    expect(outputOf("c1")).toMatch(/rejected due to unacceptable risk.*as it should be/u);
    asked = [];
    const again = await open({ kind: "resume", thread: first.thread.id });
    script = [run("c2", "touch ../denied", ESCALATE), says("deny")];
    await again.say("now the attic");
    await again.thread.close();
    expect(statuses(again)).toEqual(["denied"]);
    const [, review] = asked.map((request) => JSON.stringify(request));
    expect(review).toMatch(/tidy the shelf/u);
    expect(review).toMatch(/now the attic/u);
    expect(review).toMatch(/touch \.\.\/denied/u);
  });

  test("asks no model where there is none, and leaves to the client what the checks do not clear", async () => {
    const file = join(home, "config.toml");
    writeFileSync(file, `${readFileSync(file, "utf8")}[auto_review]\nmodel = "none"\n`);
    const questions: unknown[] = [];
    const thread = await open(
      { kind: "new" },
      {
        wish: { cwd: work, ...WISH, reviewer: "auto_review" },
        ask: ({ question }) => {
          questions.push(question.review?.status);
          return Promise.resolve({ outcome: { kind: "decline", feedback: null }, by: "user", note: null });
        },
      },
    );
    script = [run("c1", "touch /opt/assent-test/none/a", ESCALATE)];
    await thread.say("go");
    await thread.thread.close();
    expect(questions).toEqual(["escalated"]);
    expect(asked).toHaveLength(2);
  });
});
