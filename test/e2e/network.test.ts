/** The built program: which hosts a sandboxed command reaches, and what is asked. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { QUIET_MS } from "../../src/surfaces/tui/dialog.ts";
import { type Ended, MAIN, makePlace, type Place } from "./place.ts";
import { pause, Tmux } from "./tmux.ts";

/** Tells its port, then answers each request with its path. */
const SERVER = `
const server = require("node:http").createServer((request, answer) => answer.end("served " + request.url));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;
let server: ChildProcess;
let port = "";
beforeAll(async () => {
  server = spawn(process.execPath, ["-e", SERVER], { stdio: ["ignore", "pipe", "inherit"] });
  if (server.stdout === null) throw new Error("no output of the server");
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  port = line.toString().trim();
});
afterAll(() => server.kill());

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

const rule = (decision: string, host = "127.0.0.1"): string =>
  `network_rule(host="${host}", protocol="http", decision="${decision}", justification="it is ours")\n`;

/** What the command's own loopback is spared, so that it goes to the proxy. */
const CURL = "curl -sS --noproxy '' --max-time 20";

/** Runs a script under `rules`; the answers are given in turn. */
function run(script: string, rules: string, answers: string, args: readonly string[] = []): Ended {
  place.put({ "home/rules/default.rules": rules, answers });
  const command = ["sh", "-c", script.replaceAll("HOST", `http://127.0.0.1:${port}`)];
  // What others do in /tmp meanwhile is no concern of these runs.
  const apart = ["-c", "sandbox_workspace_write.exclude_slash_tmp=true"];
  const asking = ["-s", "workspace-write", "--answers", `${place.root}/answers`];
  return place.assent(["run", ...asking, ...apart, ...args, "--", ...command]);
}

type Logged = { readonly kind: string; readonly host?: string; readonly command?: readonly string[] | null };

/** What the log tells of connections, and of what was asked. */
function logged(): readonly Logged[] {
  const folder = `${place.home}/assent/log`;
  return readdirSync(folder)
    .flatMap((name) => readFileSync(`${folder}/${name}`, "utf8").trim().split("\n"))
    .map((line) => JSON.parse(line))
    .flatMap(({ entry }) => {
      if (entry?.kind === "asked") return [{ kind: "asked" }];
      if (entry?.kind !== "received" || entry.request.action.kind !== "network") return [];
      const { host, command } = entry.request.action;
      return [{ kind: "connection", host, command }];
    });
}

const ASKED = { kind: "asked" };

test("a host that a rule allows is reached, and nobody is asked", () => {
  const ended = run(`${CURL} HOST/a`, rule("allow"), "");
  expect([ended, logged().filter(({ kind }) => kind === "asked")]).toEqual([
    { status: 0, stdout: "served /a", stderr: "" },
    [],
  ]);
});

test("an accepted host is reached as often as the command wants to; the question names what connects", () => {
  const ended = run(`${CURL} HOST/a; ${CURL} HOST/b; true`, rule("prompt"), "a\n");
  const command = expect.arrayContaining(["curl", `http://127.0.0.1:${port}/a`]);
  expect([ended, logged()]).toEqual([
    { status: 0, stdout: "served /aserved /b", stderr: "" },
    [{ kind: "connection", host: "127.0.0.1", command }, ASKED],
  ]);
});

test("fifty connections at once to the same host ask one question", () => {
  const all = `for i in $(seq 50); do ${CURL} HOST/ -o out.$i & done; wait; cat out.* | grep -o served | wc -l`;
  const ended = run(all, rule("prompt"), "a\n");
  expect([ended, logged().filter(({ kind }) => kind === "asked")]).toEqual([
    { status: 0, stdout: "50\n", stderr: "" },
    [ASKED],
  ]);
});

test("a declined host is refused with the feedback, and stays so for the command", () => {
  const ended = run(
    `${CURL} HOST/ | tr , '\\n'; ${CURL} -w ' %{http_code}' -o body HOST/`,
    rule("prompt"),
    "d no\na\n",
  );
  expect(ended.stdout.split("\n")).toEqual(
    expect.arrayContaining([`"message":"127.0.0.1:${port}: declined: no"`, '"rule":null} 403']),
  );
  expect(logged().filter(({ kind }) => kind === "asked")).toEqual([ASKED]);
});

const REFUSED: readonly [name: string, rules: string, args: readonly string[], says: RegExp][] = [
  ["a rule", rule("deny"), [], /default\.rules:1 forbids this: it is ours.*"rule":"[^"]*default\.rules:1"/u],
  ["the policy never", rule("prompt"), ["-a", "never"], /approval policy never: nobody is asked/u],
  ["what it is", "", [], /leads to this machine .* to allow it, add network_rule\(/u],
];
test.each(REFUSED)("what %s forbids is refused with the reason", (_name, rules, args, says) => {
  const { stdout } = run(`${CURL} HOST/`, rules, "a\n", args);
  expect(stdout).toMatch(says);
  expect(logged().filter(({ kind }) => kind === "asked")).toEqual([]);
});

test("a host that nothing is known of asks, and [p] saves the rule for it", () => {
  const { stdout } = run(`${CURL} -o body -w '%{http_code}' http://nowhere.invalid/`, "", "p\n");
  expect([stdout, readFileSync(`${place.home}/rules/default.rules`, "utf8")]).toEqual([
    "502",
    'network_rule(host="nowhere.invalid", protocol="http", decision="allow", justification="Allow http access to nowhere.invalid")\n',
  ]);
});

test("past the proxy nothing is reached", () => {
  const ended = run(`env -i PATH="$PATH" ${CURL} HOST/; echo $?`, rule("allow"), "a\n");
  expect(ended.stdout).toBe("7\n");
});

test("cancelling at a connection ends the command", () => {
  const ended = run(`${CURL} HOST/; echo on`, rule("prompt"), "c\n");
  expect([ended.status, ended.stdout]).toEqual([143, ""]);
});

test("assent sandbox reaches what the settings list, and asks nobody about the rest", () => {
  const settings = `permission_profile.network={"allow"=["127.0.0.1:${port}"]}`;
  const script = `${CURL} http://127.0.0.1:${port}/a; for to in 127.0.0.1:1 a.test; do ${CURL} http://$to/ | tr , '\\n'; done`;
  const { stdout } = place.assent(["sandbox", "linux", "-c", settings, "--", "sh", "-c", script]);
  const told = stdout.split("\n").filter((line) => /^served|^"reason"/u.test(line));
  expect(told).toEqual(['served /a{"status":"blocked"', '"reason":"not_allowed_local"', '"reason":"not_allowed"']);
});

test("at a terminal the box shows host, port and what connects while the command waits, and a key lets it on", async () => {
  place.put({
    "home/rules/default.rules": rule("prompt"),
    "work/get.sh": `${CURL} http://127.0.0.1:${port}/page\necho\n`,
  });
  const tmux = new Tmux(120, 40, { ASSENT_HOME: place.home });
  try {
    await tmux.shows("ready>");
    tmux.type(
      `clear; cd ${place.work}; ${process.execPath} ${MAIN} run -s workspace-write -- sh get.sh; echo it-ended`,
    );
    tmux.key("Enter");
    const box = (await tmux.shows("[?] explain")).join("\n");
    expect(box).toContain(`▌ 127.0.0.1:${port}`);
    expect(box).toMatch(/command +curl -sS --noproxy '' --max-time 20/u);
    expect(box).toMatch(/started by sh get\.sh/u);
    await pause(QUIET_MS + 200);
    tmux.key("a");
    const end = await tmux.showsLine("it-ended");
    expect(end).toEqual(
      expect.arrayContaining([`✔ accepted once · connect to 127.0.0.1:${port} (http)`, "served /page"]),
    );
  } finally {
    tmux.close();
  }
});
