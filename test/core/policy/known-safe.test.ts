/** Which commands only read. */
import { expect, test } from "vitest";
import { isKnownSafe } from "../../../src/core/policy/known-safe.ts";
import { read } from "../../../src/core/shell/read.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

/** The words of one command as a person writes it. */
function command(line: string): Command {
  const reading = read(["bash", "-c", line]);
  if (reading.kind === "opaque" || reading.commands.length !== 1) throw new Error(`not one plain command: ${line}`);
  return reading.commands[0];
}

const SAFE: readonly string[] = `
ls
ls -la src
/bin/ls
/usr/bin/cat a.txt
cat -- -x
head -5 a
tail -n +3 a
wc -l a b
grep -rn x src
rg -n --hidden 'a b' src
rg -tjs -C 3 x
rg --files -g '*.ts'
find . -name '*.ts' -type f -not -path './x/*' -print0
find . -size -10k -mtime -7
sed -n 5p a
sed -n '1,20p;30p' a b
sed -n '10,$p'
sort -rn -k2,2 a
sort -t, -k 1 --unique
uniq -c
xxd -l 16 a
base64 -d a
date
date +%s
date -u -d yesterday +%F
diff -ru a b
tree -L 2 --dirsfirst
git status
git status --short --branch
git --no-pager log --oneline -5
git log --format=%H --since=yesterday -- src
git log --stat HEAD~3..HEAD
git diff --stat
git diff --no-ext-diff --no-textconv HEAD
git show --name-only HEAD
git branch
git branch -a --list 'x*'
git branch --show-current
git tag
git tag -l 'v*'
git remote -v
git remote get-url origin
git rev-parse --abbrev-ref HEAD
git ls-files --others --exclude-standard
git config --get user.name
git stash list
git cat-file -p HEAD
node --version
command -v git
type ls
cd src
pwd
true
test -f a
[ -d src ]
echo hello
printf '%s' a
set -euo pipefail
jq .name package.json
jq -r '.a[] | select(.b == "x")' package.json
tree -L2 -a src
xxd -c8 -l 16 -s 4 a
git branch --sort=-committerdate --format '%(refname)' --list 'x*'
git shortlog -sn HEAD
git log -n 5 --max-count 3
git log --format='%h %an' -- src/signature.ts
cat .env.example
ps aux
`
  .trim()
  .split("\n");

const NOT_SAFE: readonly string[] = `
./ls
/work/x/ls
/usr/bin/../../w/ls
lsx
/usr/bin/
find . -delete
find . -exec rm '{}' ';'
find . -ok rm
find a -fprint b
find a -fprintf b x
find a -fls b
find a -fprint0 b
find . -execdir a
find . -okdir a
find . -files0-from x
rg --pre ./x y
rg --pre=./x y
rg --hostname-bin ./x y
rg -z x
rg --search-zip x
sed 's/a/b/' x
sed -n 's/a/b/w f' x
sed -n '1e ls' x
sed -n 'w f' x
sed -i 5p x
sed -n 5p -i x
sed -n --file=s x
sed -n 5p --in-place x
sort -o a b
sort -oa b
sort -ro a b
sort --output=a b
sort --outp a b
sort --compress-program=x a
sort -T /w a
uniq a b
xxd -r a b
xxd a b
base64 -o a b
date 010203
date -s tomorrow
date --set=now
hostname evil
tree -o a
file -C -m a
diff --to-file
git
git push
git commit
git -c core.pager=x log
git -p log
git --exec-path=x status
git -C /x status
git log -p
git log --patch
git log --output=x
git log -S x
git log --format=%G?
git log --show-signature
git diff
git diff --ext-diff --stat
git diff --output=x --stat
git diff --stat -p
git diff --no-ext-diff
git show HEAD
git show --textconv --name-only HEAD
git show -- --stat
git blame a
git grep -O x
git branch x
git branch -D x
git branch -f x y
git branch --edit-description
git branch -m a b
git tag v1
git tag -d v1
git remote add a b
git remote update
git config user.name x
git config --get x --file=y --add
git stash
git stash pop
git cat-file --filters HEAD:x
git cat-file --textconv HEAD:x
git reflog expire
git bundle create x
awk '{print}' a
tee a
env
printenv
env ls
xargs ls
node -v -e x
node --version x
npm --version --prefix
python3 -c 1
xxd -ac a b
xxd -pl a b
tree -Lo 2 a
tree -aIo x a
git log -in --output=x
git log -nn --output=x
git log -n --output=x
git log --max-parents --output=x
git log --format=%+G?
git log '--format=%-GK'
git log '--pretty=% GS'
git shortlog -n --output=x HEAD
git diff --stat --merge-base --output=x HEAD
git diff --no-ext-diff --no-textconv -U --output=x
git status -v
git status -sv
git branch --sort --list x
git branch --format --list x
git tag --format -l x
git branch x -- --list
git tag x -- -l
git branch '--format=%(signature)'
git branch --sort=-signature:key
git tag --sort signature
git config --list
git config --get-regexp .
git config --get http.https://x/.extraheader
jq -n env
jq -n '$ENV.HOME'
jq -f a b
jq -fn a
jq --from-file a b
jq -L a . b
jq -n 'import "a" as $a; $a'
cat .env
cat .ENV.local
cat ../.npmrc
cat .config/gh/hosts.yml
head -c 99 certs/server.key
base64 id.pem
cat ../home/.ssh/id_rsa
head /proc/1/environ
grep x .aws/credentials
git diff --no-index --stat /dev/null .env
tar tf a
curl x
command ls
command -p -v ls
ps e
sleep infinity
man ls
less a
`
  .trim()
  .split("\n");

test.each(SAFE)("only reads: %s", (line) => {
  expect(isKnownSafe(command(line))).toBe(true);
});

test.each(NOT_SAFE)("may do more: %s", (line) => {
  // Words of builtins are no plain script; they are what a caller hands over without a shell.
  const reading = read(["bash", "-c", line]);
  expect(reading.kind === "plain" && reading.commands.every(isKnownSafe)).toBe(false);
});

test("an empty name is no program", () => {
  expect(isKnownSafe(["", "a"])).toBe(false);
});
