/** Names without values: what may be shown of variables and of files that hold them. */
import { expect, test } from "vitest";
import { know } from "../../../src/core/commands/know.ts";
import { follow } from "../../../src/core/script/follow.ts";
import { seeThrough } from "../../../src/core/script/wrappers.ts";
import { AROUND, HOME, WORKSPACE } from "./place.ts";

function isCalm(script: string): boolean {
  const course = follow(["bash", "-c", script], { cwd: WORKSPACE, home: HOME }, seeThrough);
  return course.sightings.every((sighting) => know({ ...AROUND, sighting, course }).danger === null);
}

const NAMES: readonly string[] = `
env | cut -d= -f1
env | cut -f1 -d=
env | sort | cut -d '=' -f 1 | head -5
printenv | sed 's/=.*//'
printenv | awk -F= '{print $1}' | sort -u
export -p | cut -d= -f1
set | wc -l
env 2>/dev/null | grep -c .
env | grep NODE_ENV
env | grep -E '^(PATH|CI)='
env | grep '^HOME='
env | grep 'GOPATH\\|GOROOT'
set | grep BASH_VERSION
x=$(env | cut -d= -f1)
cut -d= -f1 .env
awk -F= '{print $1}' .env.local
sed 's/=.*//' .env
grep -c . .env
grep -q PORT .env
grep -l PORT .env .env.local
wc -l .env
`
  .trim()
  .split("\n");

test.each(NAMES)("%s tells names or numbers", (script) => {
  expect(isCalm(script)).toBe(true);
});

const VALUES: readonly string[] = `
env
env | sort
env | cat | head -3
env | cut -d= -f2
env | cut -d= -f1,2
env | cut -d= -f1 --complement
env | cut -d= -f1 && env
env | tee a | cut -d= -f1
env > a | cut -d= -f1
env | { cat; cut -d= -f1; }
env | sed 's/=.*/&/'
env | sed -n 's/=.*//w a'
env | awk -F= '{print $0}'
env | awk -F= '{print $1, ENVIRON["A_TOKEN"]}'
env | grep KEY
env | grep ''
env | grep -i path
env | grep -v NODE_ENV
env | grep -A5 NODE_ENV
env | grep -E 'NODE_ENV|TOKEN'
env | grep -E '^(PATH|A_TOKEN)='
env | grep '^A_'
env | grep $x
env | xargs
env | cut -d= -f1 $x
f() { env; }; f | wc -l; f
cut -d= -f2 .env
cut -d= -f1 secrets.yml
cut -d= -f1 .env ~/.netrc
sed 's/=.*//' ~/.netrc
awk '{print $1}' .env
grep -ec . .env
grep PORT .env
grep -n PORT .env
wc --files0-from=.env
wc ~/.ssh/id_rsa
`
  .trim()
  .split("\n");

test.each(VALUES)("%s may tell more", (script) => {
  expect(isCalm(script)).toBe(false);
});

test.each([
  ['node -e "console.log(!!process.env.A_TOKEN)"', true],
  ["node -e \"console.log(process.env.A_TOKEN ? 'set' : 'unset')\"", true],
  ['node -e "console.log(Object.keys(process.env))"', true],
  ['python3 -c "import os; print(sorted(os.environ))"', true],
  ["python3 -c \"import os; print(bool(os.environ.get('A_TOKEN')))\"", true],
  ["python3 -c \"import os; print(os.getenv('A_TOKEN') is None)\"", true],
  ["python3 -c \"import os; os.environ['A_TOKEN'] = 'x'; import app\"", true],
  ["node -e \"process.env.A_TOKEN = 'x'\"", true],
  ["python3 -c \"import os; x = os.environ['A_TOKEN'] == 1; os.environ['A_TOKEN'] = x\"", false],
  ["python3 -c \"import os; os.environ['A'] = os.environ['A_TOKEN']\"", false],
  ['node -e "console.log(!!process.env.A_TOKEN, process.env.A_TOKEN)"', false],
  ['node -e "console.log(process.env.A_TOKEN ? process.env.A_TOKEN : 0)"', false],
  ['node -e "console.log(!!process.env.A_TOKEN || process.env)"', false],
  ['node -e "Object.keys(process.env).map(k => process.env[k])"', false],
  ['node -e "const e = process.env; Object.keys(process.env).map(k => e[k])"', false],
  ['python3 -c "import os; print([os.environ[k] for k in sorted(os.environ)])"', false],
  ['python3 -c "import os; print(sorted(os.environ.items()))"', false],
])("%s shows names only: %s", (script, isQuiet) => {
  expect(isCalm(script)).toBe(isQuiet);
});
