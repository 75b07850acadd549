/** The built program: programs are judged however a sandboxed command starts them. */
import { existsSync, readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makePlace, type Ended, type Place } from "./place.ts";

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

const FORBIDDEN = 'prefix_rule(pattern=["touch"], decision="forbidden", justification="not here")\n';
const PROMPT = 'prefix_rule(pattern=["touch"], decision="prompt")\n';

function run(script: string, rules: string, answers = "", args: readonly string[] = []): Ended {
  place.put({ "home/rules/default.rules": rules, answers });
  return place.assent(["run", "--answers", `${place.root}/answers`, ...args, "--", "bash", "-c", script]);
}

describe("a forbidden program does not start", () => {
  const WAYS: readonly (readonly [how: string, script: string])[] = [
    ["from make", "printf 'a:\\n\\ttouch goal\\n' > m.mk; make -f m.mk"],
    ["from npm", `echo '{"scripts":{"a":"touch goal"}}' > package.json; npm run -s a`],
    ["from Python", `python3 -c "$(printf 'import subprocess\\nsubprocess.run([chr(116)+\\"ouch\\",\\"goal\\"])')"`],
    ["by a thread of a program", `node -e "require('child_process').execFile('tou'+'ch',['goal'],()=>{})"`],
    ["by a link", `ln -s "$(command -v touch)" z; ./z goal`],
    ["as a copy", `cat "$(command -v touch)" > z; chmod +x z; ./z goal`],
    ["called otherwise", `exec -a ls "$(printf '/usr/bin/t%s' ouch)" goal`],
    ["by the loader", `p=$(command -v touch); "$(ls /lib*/ld-linux*.so* | head -n 1)" "$p" goal`],
    ["by what its first line says", `printf '#!/usr/bin/t%s\\n' ouch > z; chmod +x z; ./z`],
    ["in the background, when the shell is gone", "(sleep 0.1; t=touch; $t goal) & wait"],
    [
      "from a descriptor",
      `python3 -c "import os; os.execve(os.open('/usr/bin/to'+'uch', os.O_RDONLY), ['x','goal'], {})"`,
    ],
  ];
  test.each(WAYS)("%s", (_how, script) => {
    // In a file, so that nothing shows beforehand.
    place.put({ "work/go.sh": script });
    const { stderr } = run("bash go.sh", FORBIDDEN);
    expect([existsSync(`${place.work}/goal`), stderr]).toEqual([false, expect.stringContaining("did not start: ")]);
  });

  test("and whoever asked for it learns why", () => {
    const { status, stderr } = run('printf "a:\\n\\ttouch goal\\n" > m.mk; make -s -f m.mk', FORBIDDEN);
    const told = stderr.split("\n").filter((line) => line.startsWith("assent:"));
    expect([status, told]).toEqual([
      2,
      [
        "assent: did not start: make -s -f m.mk > touch goal: forbidden: " +
          `rule \`touch\` at ${place.home}/rules/default.rules:1 forbids this: not here`,
        expect.stringContaining("had started: "),
      ],
    ]);
  });
});

describe("a chain", () => {
  const CHAIN = "mkdir one && touch two && touch three && mkdir four";

  test("asks about each part when it is reached, and a decline leaves what came before", () => {
    const { status, stderr } = run(CHAIN, PROMPT, "accept\ndecline not three\n");
    expect([status, readdirSync(place.work).toSorted(), stderr.split("\n").slice(1)]).toEqual([
      126,
      ["one", "two"],
      [
        `assent: did not start: touch three: declined: not three (asked because: rule \`touch\` at ${place.home}/rules/default.rules:1 asks first)`,
        "assent: had started: mkdir one; touch two",
        "",
      ],
    ]);
  });

  test("goes on where all is accepted", () => {
    const { status } = run(CHAIN, PROMPT, "accept\naccept\n");
    expect([status, readdirSync(place.work).toSorted()]).toEqual([0, ["four", "one", "three", "two"]]);
  });

  test("ends with all that it started when a question is cancelled", () => {
    run("sleep 30 & touch two; touch three", PROMPT, "cancel\n");
    expect(readdirSync(place.work)).toEqual([]);
  });

  test("is asked about beforehand, once, where something else is at stake", () => {
    const { status } = run("touch two; echo registry=x > .npmrc", PROMPT, "decline\n");
    expect([status, readdirSync(place.work)]).toEqual([76, []]);
  });
});
