/** The built program: `assent run` on real commands, with what it prints and how it ends. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MAIN, makePlace, type Place } from "./place.ts";

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

describe("what comes through", () => {
  test("streams and exit status of the command", () => {
    const script = "cat; echo err >&2; exit 7";
    const ended = place.assent(["run", "--", "sh", "-c", script], { input: "in\n" });
    expect(ended).toEqual({ status: 7, stdout: "in\n", stderr: "err\n" });
  });

  test("the number of the signal that ended it", () => {
    expect(place.assent(["run", "--", "sh", "-c", "kill -9 $$"]).status).toBe(137);
  });

  test("the folder given with -C", () => {
    place.put({ "other/file": "" });
    expect(place.assent(["run", "-C", `${place.root}/other`, "--", "pwd"]).stdout).toBe(`${place.root}/other\n`);
  });
});

describe("what cannot come through", () => {
  test("an argument that is no UTF-8 is refused, since another one would be passed on", () => {
    const script = `exec "$0" "$1" run -- touch "$(printf 'a\\377b')"`;
    const ended = spawnSync("sh", ["-c", script, process.execPath, MAIN], {
      cwd: place.work,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ASSENT_HOME: place.home },
    });
    expect([ended.status, ended.stderr]).toEqual([
      64,
      "assent: an argument is not valid UTF-8, and could not be passed on as it is\n",
    ]);
    expect(readdirSync(place.work)).toEqual([]);
  });

  test("the character that stands for such bytes is a character like others", () => {
    expect(place.assent(["run", "--", "printf", "%s", "a\ufffdb"])).toEqual({
      status: 0,
      stdout: "a\ufffdb",
      stderr: "",
    });
  });
});

describe("a place where nothing can be run", () => {
  test("a home that the log cannot be written in", () => {
    place.put({ "home/assent": "" });
    expect(place.assent(["run", "--", "touch", "here"])).toEqual({
      status: 70,
      stdout: "",
      stderr:
        `assent: cannot write the log in ${place.home}/assent/log: a part of the path is no folder\n` +
        "Without a log nothing is run: make that folder writable, or set ASSENT_HOME to another one.\n",
    });
  });

  test("a folder that is gone", () => {
    const script = 'mkdir gone; cd gone; rmdir ../gone; exec "$0" "$1" run -- true';
    const ended = spawnSync("sh", ["-c", script, process.execPath, MAIN], {
      cwd: place.work,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ASSENT_HOME: place.home },
    });
    expect([ended.status, ended.stderr]).toEqual([
      64,
      "assent: cannot work in the current folder: no such file or folder\n",
    ]);
  });
});

describe("the sandbox", () => {
  test.each([
    ["read-only", "touch here", 1],
    ["workspace-write", "touch here", 0],
    ["workspace-write", "touch ../outside", 1],
    ["workspace-write", "mkdir .git", 1],
    ["danger-full-access", "touch ../outside", 0],
  ])("%s: %s", (mode, script, status) => {
    expect(place.assent(["run", "-s", mode, "--", "sh", "-c", script]).status).toBe(status);
  });

  test("--full-auto wins over --sandbox", () => {
    expect(place.assent(["run", "-s", "read-only", "--full-auto", "--", "touch", "here"]).status).toBe(0);
  });

  test("--add-dir opens a folder more", () => {
    place.put({ "more/file": "" });
    expect(place.assent(["run", "--add-dir", `${place.root}/more`, "--", "touch", "../more/new"]).status).toBe(0);
  });

  test.each([
    ["home/rules", "work/dot/rules", []],
    ["home/rules/default.rules", "work/dot/my.rules", []],
    ["home/rules/later.rules", "work/dot/later", []],
    ["home/config.toml", "work/dot/config.toml", []],
    ["home/rules/more.rules", "work/dot/more.rules", ["--rules", "dot/more.rules"]],
  ])("%s may lead to %s, which a command cannot change", (link, target, options) => {
    place.put({
      "work/dot/config.toml": "",
      "work/dot/my.rules": "",
      "work/dot/more.rules": "",
      "home/rules/a.txt": "",
    });
    rmSync(`${place.root}/${link}`, { recursive: true, force: true });
    symlinkSync(`${place.root}/${target}`, `${place.root}/${link}`);
    place.put({ answers: "accept\n" });
    const before = readdirSync(`${place.work}/dot`, { recursive: true });
    const name = target.replace("work/", "");
    const script = `echo '#' >> ${name}; mv dot gone; mkdir -p ${name}; touch ${name}/new.rules; true`;
    const { status } = place.assent(["run", ...options, "--answers", "../answers", "--", "sh", "-c", script]);
    const contents = ["config.toml", "my.rules", "more.rules"].map((file) =>
      readFileSync(`${place.work}/dot/${file}`, "utf8"),
    );
    expect([status, contents, readdirSync(`${place.work}/dot`, { recursive: true })]).toEqual([
      0,
      ["", "", ""],
      before,
    ]);
  });

  test("a command cannot write the answers to the questions of the next one", () => {
    place.put({ "work/answers": "accept\n" });
    const script = "echo accept-for-session > answers; mv answers gone; true";
    expect(place.assent(["run", "--answers", "answers", "--", "sh", "-c", script]).status).toBe(0);
    expect(readFileSync(`${place.work}/answers`, "utf8")).toBe("accept\n");
  });

  test("--add-dir names a folder that exists", () => {
    const { status, stderr } = place.assent(["run", "--add-dir", "none\n", "--", "touch", "here"]);
    expect([status, stderr]).toEqual([64, "assent: cannot add the folder none\\n: no such file or folder\n"]);
  });

  test("a command of more words than it takes is refused with their number", () => {
    const words = Array.from({ length: 9_000 }, () => "x");
    const ended = place.assent(["run", "--", "echo", ...words]);
    expect([ended.status, ended.stdout]).toEqual([71, ""]);
    expect(ended.stderr).toContain("the command has 9001 words");
    expect(place.assent(["run", "--", "echo", ...words.slice(0, 8_000)]).status).toBe(0);
  });

  test("without bubblewrap nothing runs", () => {
    const ended = place.assent(["run", "--", "/bin/touch", "here"], { env: { PATH: "/nowhere" } });
    expect([ended.status, existsSync(`${place.work}/here`)]).toEqual([71, false]);
    expect(ended.stderr).toMatch(/bubblewrap/);
  });
});

describe("without a terminal", () => {
  test("a question is declined, and the rules file that does not load is named", () => {
    place.put({ "home/rules/my.rules": "oops\n" });
    const { status, stderr } = place.assent(["run", "--", "touch", "here"]);
    expect([status, existsSync(`${place.work}/here`)]).toEqual([76, false]);
    expect(stderr.split("\n")[1]).toMatch(
      `assent: it asks because: rules file ${place.home}/rules/my.rules:1:1 does not load, so every command asks: `,
    );
  });

  test("a run with more than before is declined with what the sandbox stopped", () => {
    const { status, stderr } = place.assent(["run", "-a", "on-failure", "--", "touch", "/etc/assent-test"]);
    expect([status, stderr.trimEnd().split("\n").slice(-1)]).toEqual([
      76,
      ["assent: it asks because: the sandbox stopped: writing /etc/assent-test"],
    ]);
  });

  test("a name with line breaks cannot pass for another message", () => {
    expect(place.assent(["run", "--", "./no\nassent: accepted"]).stderr).toMatch(/^assent: [^\n]*\n$/);
  });

  test.each([[["--help"]], [["run", "--help"]], [["log"]], [["nonsense"]]])(
    "%j says what is wrong with its output",
    (args) => {
      const script = '"$0" "$@" > /dev/full 2>&1; echo $?';
      const { stdout, stderr } = spawnSync("sh", ["-c", script, process.execPath, MAIN, ...args], { encoding: "utf8" });
      expect([Number(stdout) > 0, stderr]).toEqual([true, ""]);
    },
  );
});

describe("decisions", () => {
  const FORBID = 'prefix_rule(pattern=["touch"], decision="forbidden", justification="no touching")\n';

  test("a forbidden command is refused with its justification and the place of the rule", () => {
    place.put({ "home/rules/my.rules": FORBID });
    const ended = place.assent(["run", "--", "touch", "here"]);
    expect([ended.status, existsSync(`${place.work}/here`)]).toEqual([77, false]);
    expect(ended.stderr).toContain("no touching");
    expect(ended.stderr).toContain("my.rules:1");
  });

  test("--yolo leaves forbidden rules in force", () => {
    place.put({ "home/rules/my.rules": FORBID });
    expect(place.assent(["run", "--yolo", "--", "touch", "here"]).status).toBe(77);
  });

  test("without a terminal a question is declined and says what to do", () => {
    const ended = place.assent(["run", "-a", "untrusted", "--", "touch", "here"]);
    expect([ended.status, existsSync(`${place.work}/here`)]).toEqual([76, false]);
    expect(ended.stderr).toContain("--answers FILE");
  });

  test.each([
    ["accept\n", 0, ""],
    ["accept-for-session\n", 0, ""],
    ["decline not now\n", 76, "not now"],
    ["cancel\n", 130, "cancelled"],
    ["", 76, "used up"],
  ])("--answers with %j", (answers, status, words) => {
    place.put({ answers });
    const ended = place.assent(["run", "-a", "untrusted", "--answers", `${place.root}/answers`, "--", "touch", "here"]);
    expect([ended.status, existsSync(`${place.work}/here`)]).toEqual([status, status === 0]);
    expect(ended.stderr).toContain(words);
  });

  test("an answer that is not understood stops before anything runs", () => {
    place.put({ answers: "accept\nmaybe\n" });
    const ended = place.assent(["run", "-a", "untrusted", "--answers", `${place.root}/answers`, "--", "touch", "here"]);
    expect(ended.status).toBe(64);
    expect(ended.stderr).toContain("answers:2");
    expect(existsSync(`${place.work}/here`)).toBe(false);
  });

  test("add-to-policy saves the rule, and the next command is not asked about", () => {
    place.put({ answers: "add-to-policy\n" });
    const first = place.assent(["run", "-a", "untrusted", "--answers", `${place.root}/answers`, "--", "touch", "here"]);
    expect(first.status).toBe(0);
    expect(readFileSync(`${place.home}/rules/default.rules`, "utf8")).toBe(
      'prefix_rule(pattern=["touch", "here"], decision="allow")\n',
    );
    expect(place.assent(["run", "-a", "untrusted", "--", "touch", "here"]).status).toBe(0);
  });

  test("a rules file that does not load makes every command ask; other files stay in force", () => {
    place.put({ "home/rules/a.rules": FORBID, "home/rules/b.rules": "prefix_rule(\n" });
    const safe = place.assent(["run", "--", "ls"]);
    expect(safe.status).toBe(76);
    expect(place.assent(["run", "--", "touch", "here"]).status).toBe(77);
    expect(place.assent(["log"]).stdout).toContain("no touching");
    place.put({ "home/rules/b.rules": "" });
    expect(place.assent(["run", "--", "ls"]).status).toBe(0);
  });
});

describe("bad input", () => {
  test.each([
    [["run"], 64, "no command"],
    [["run", "--nonsense", "--", "ls"], 64, "--nonsense"],
    [["run", "-a", "sometimes", "--", "ls"], 78, "on-request"],
    [["run", "-s", "open", "--", "ls"], 78, "workspace-write"],
    [["run", "-c", "approval_policy=7", "--", "ls"], 78, "approval_policy"],
    [["run", "-C", "/does/not/exist", "--", "ls"], 64, "/does/not/exist"],
    [["run", "--timeout", "soon", "--", "ls"], 64, "--timeout"],
    [["run", "--", "no-such-program"], 127, "no-such-program"],
    [["fly"], 64, "fly"],
  ])("%j", (args, status, text) => {
    const ended = place.assent(args);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toContain(text);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  test("a wrong setting names file, line, key and the values allowed", () => {
    place.put({ "home/config.toml": '# mine\napproval_policy = "perhaps"\n' });
    const ended = place.assent(["run", "--", "ls"]);
    expect(ended.status).toBe(78);
    expect(ended.stderr).toMatch(/config\.toml:2:\d+: approval_policy is "perhaps".*on-request/);
  });

  test("a command that hides its end is shown escaped when it is refused", () => {
    place.put({ "home/rules/my.rules": 'prefix_rule(pattern=["echo"], decision="forbidden")\n' });
    const ended = place.assent(["run", "--", "echo", "\u001b[2Kfine\u202e"]);
    expect(ended.status).toBe(77);
    expect(place.assent(["log"]).stdout).not.toMatch(/[\u001b\u202e]/);
  });
});

test("a timeout ends the whole tree, and says so", () => {
  const script = "(setsid sleep 300 &) ; sleep 300";
  const ended = place.assent(["run", "--timeout", "1", "--", "sh", "-c", script]);
  expect(ended.status).toBeGreaterThan(128);
  expect(ended.stderr).toContain("its time was up");
  expect(place.assent(["log"]).stdout).toContain("its time was up");
});

test("on-failure says once that it is deprecated", () => {
  const ended = place.assent(["run", "-a", "on-failure", "--", "ls"]);
  expect([ended.status, ended.stderr.match(/deprecated/g)?.length]).toEqual([0, 1]);
});

test("the log tells what was judged and how it ended", () => {
  place.assent(["run", "--", "sh", "-c", "exit 3"]);
  const { status, stdout } = place.assent(["log"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/judged[\s\S]*granted[\s\S]*started[\s\S]*status 3/);
});

test("a home where no folder can be made ends with the reason", () => {
  const ended = place.assent(["run", "--", "true"], { env: { ASSENT_HOME: "/proc" } });
  expect(ended.status).toBe(70);
  expect(ended.stderr).toContain("cannot write the log in /proc/assent/log");
});

describe("a program that the workspace put in the place of another", () => {
  const ALLOW = 'prefix_rule(pattern=["ls"], decision="allow")\n';
  const planted = (): string => {
    place.put({ "work/bin/ls": "#!/bin/sh\ntouch ../outside\n", "home/rules/my.rules": ALLOW });
    chmodSync(`${place.work}/bin/ls`, 0o755);
    return `${place.work}/bin:${process.env["PATH"] ?? ""}`;
  };

  test("is not let out of the sandbox by a rule for its name", () => {
    const ended = place.assent(["run", "--", "ls"], { env: { PATH: planted() } });
    expect([ended.status, existsSync(`${place.root}/outside`)]).toEqual([1, false]);
    expect(place.assent(["log"]).stdout).toContain(`ls is ${place.work}/bin/ls here`);
  });

  test("is asked about under untrusted, though its name is known to only read", () => {
    expect(place.assent(["run", "-a", "untrusted", "--", "ls"], { env: { PATH: planted() } }).status).toBe(76);
  });
});
