/** What runs other commands, seen through or not. */
import { expect, test } from "vitest";
import { know } from "../../../../src/core/commands/know.ts";
import { follow } from "../../../../src/core/script/follow.ts";
import { showValue } from "../../../../src/core/script/value.ts";
import { seeThrough } from "../../../../src/core/script/wrappers.ts";
import { AROUND, findingOf, HOME, WORKSPACE } from "../place.ts";

/** Each command of a script, with what is known of it. */
function commandsOf(script: string): readonly (readonly [words: string, safe: string, danger: string | null])[] {
  const course = follow(["bash", "-c", script], { cwd: WORKSPACE, home: HOME }, seeThrough);
  return course.sightings.map((sighting) => {
    const { safe, danger } = know({ ...AROUND, sighting, course });
    return [sighting.words.map(showValue).join(" "), safe, danger];
  });
}

const SAFE: readonly string[] = [
  "timeout 5 cat a",
  "nice -n 5 ls",
  "env -i cat a",
  "command ls",
  "command -v ls",
  "time ls",
  "find . -name x -exec grep y {} +",
  "find . -print0 | xargs -0 grep -l x",
  "ls | xargs -n1 basename",
  "for f in a b; do head -1 $f; done",
  "cd src && ls",
  "xargs -I{} cat {}",
  "echo ${#MY_TOKEN} ${MY_TOKEN:+set}",
  '[ -n "$MY_TOKEN" ] && echo set',
  "cat x 2>/dev/null | rg token",
  "grep -q KEY .env && echo yes",
];

const NOT_SAFE: readonly string[] = [
  "nice ./x",
  "timeout 5 rm a",
  "time -o log ls",
  "xargs rm",
  "watch ls",
  "script log",
  "flock lock ls",
  "eval ls",
  "source x.sh",
  ". ./x.sh",
  "trap 'ls' EXIT",
  "alias a=ls",
  "shopt -s dotglob",
  "export A=b",
  "declare x=1",
  "cat a > b",
  "hash -p ./x ls",
  "command -p ls",
];

test.each(SAFE)("only reads: %s", (script) => {
  expect(commandsOf(script).filter(([, safe, danger]) => safe === "no" || danger !== null)).toEqual([]);
});

test.each(NOT_SAFE)("may do more: %s", (script) => {
  expect(commandsOf(script).some(([, safe]) => safe === "no")).toBe(true);
});

test.each([
  ["env", "prints the environment with all that is secret in it"],
  ["export -p", "prints the environment with all that is secret in it"],
  ["export", "prints the environment with all that is secret in it"],
  ["declare -p MY_TOKEN", "prints a secret ($MY_TOKEN)"],
  ["set", "prints the environment with all that is secret in it"],
  ["echo $MY_TOKEN", "prints a secret ($MY_TOKEN)"],
  ['printf "%s" "${GITHUB_TOKEN:0:4}"', "prints a secret ($GITHUB_TOKEN)"],
  ["cat <<< $MY_TOKEN", "prints a secret ($MY_TOKEN)"],
  ["a=$MY_TOKEN; echo $a", "prints a secret ($MY_TOKEN)"],
  ["cat $HOME/.ssh/id_rsa", "reads a secret (/home/you/.ssh/id_rsa)"],
  ["cat ~/.s?h/id_r*", "reads a secret (/home/you/.s?h/id_r*)"],
  ["cat ~/.{ssh,x}/id_rsa", "reads a secret (/home/you/.ssh/id_rsa)"],
  ["tr a a < ~/.ssh/id_rsa", "reads a secret (/home/you/.ssh/id_rsa)"],
  ["tr '\\0' '\\n' < /proc/$$/environ", "reads a secret (/proc/$$/environ)"],
  ["grep -h '' .e*", "reads a secret (.e*)"],
  ["cd ~/.ssh && ls", "looks into a folder of secrets (.)"],
  ["cd ~ && rg token", "searches where keys and passwords lie (.)"],
  ["echo .env | xargs cat", "hands on a secret (.env)"],
  ["find . -name '.env*' | xargs cat", "hands files that hold secrets to other programs (.env*)"],
  ["cat $(find . -name .env)", "hands files that hold secrets to other programs (.env)"],
  ["python3 x.py ~/.ssh/id_rsa", "may read a secret (/home/you/.ssh/id_rsa)"],
  ["no-such-program --file=.env", "may read a secret (--file=.env)"],
])("%s asks", (script, danger) => {
  expect(commandsOf(script).map(([, , why]) => why)).toContain(danger);
});

test.each([
  ["dotenv -e .env.test -- make", null],
  ["dotenvx run -f .env -- make", null],
  ["dotenv list", "shows what such files hold"],
  ["dotenvx get A", "shows what such files hold"],
])("%s", (line, danger) => {
  expect(findingOf(line).danger).toBe(danger);
});
