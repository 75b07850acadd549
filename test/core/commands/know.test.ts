/** Which commands only read, and which may do more. */
import { array, assert, constantFrom, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { know } from "../../../src/core/commands/know.ts";
import { ROWS } from "../../../src/core/commands/table.ts";
import { follow } from "../../../src/core/script/follow.ts";
import { AROUND, findingOf, HOME, WORKSPACE } from "./place.ts";

const SAFE: readonly string[] = String.raw`
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
cat .env.example
ps aux
tac a
rev a
head -c 20 a
tail -f log
tail -c +10 a
cat -- -n
grep -c x a
grep -rn --include='*.ts' x src
grep -E 'a|b' a b
grep -A3 -B 2 x a
egrep -o x a
rg -uu x src
rg -l x
ag x src
find . -newermt 2024-01-01 -printf '%p'
find src test -maxdepth 2 -type f -empty
fd -e ts x src
awk '{print $1}' a
awk -F: '$3 > 5 {print}' a
awk 'NR>=40 && NR<=90' a
sed 's/a/b/g' a
sed -n '/x/,/^}/p' a
sed -e 's/a/b/' -e 5q a
sed -E 's/(a)/\1/' a
cut -d, -f1 a
cut -c1-80 a
tr a-z A-Z
comm -12 a b
join -t, a b
paste -sd, a
column -t -s, a
nl -ba a
od -c a
hexdump -C a
strings -n 8 a
file -b a
stat -c %s a
stat -f %z a
ls -la
ls --color=auto -1 src
eza -la --git src
du -sh .
df -h
diff -y -W 120 a b
diff -u3 a b
cmp -s a b
md5sum a
shasum -a 256 a
sha256sum -c sums
base64 a
base64 -D -i a
tar tzf a.tgz
tar -tvf a.tar
zipinfo a.zip
unzip -l a.zip
gzip -l a.gz
zcat a.gz
ar t lib.a
seq 1 10
sleep 1.5
expr 1 + 2
dc -e '1 2 + p'
factor 12
numfmt --to=iec 1000
basename a/b .ts
dirname a
realpath a
readlink -f a
id -u
uname -a
hostname -f
uptime
free -m
nproc
lscpu
ps -ef
ps -eo pid,comm
ps -p 1 -o etime
pgrep -fl node
lsof -i :3000
locale
which node
command -v node
whereis ls
printenv PATH
printenv HOME LANG
date '+%Y-%m-%d %H:%M'
date -I
cal 2024
tput cols
jq '.a | length' a.json
jq -r --arg k v '.[$k]' a.json
jq '.env' a.json
yq '.a' a.yml
xxd -p a
false
test -f .env
[ -e ~/.ssh/id_rsa ]
ls .env
stat .env
tree -a -I node_modules
uniq -c a
shuf -n 1 a
iconv -f latin1 -t utf8 a
bat --paging=never a
grep -e .env README.md
grep '.env' README.md
echo .env
`
  .trim()
  .split("\n");

const NOT_SAFE: readonly string[] = String.raw`
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
tee a
env
printenv
env ls
xargs ls
xxd -ac a b
xxd -pl a b
tree -Lo 2 a
tree -aIo x a
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
ps e
sleep infinity
man ls
less a
printenv MY_TOKEN
printenv PATH GITHUB_TOKEN
ps aux e
ps eww
ps -p 1 e
ps auxe
env -u X
env A=b
env -i A=b ls
awk '{print > "x"}' a
awk -f s.awk a
awk 'BEGIN{system("x")}'
awk 'BEGIN{print ENVIRON["MY_TOKEN"]}'
gawk -i inplace '{print}' a
sed -i s/a/b/ a
sed --in-place=.bak s/a/b/ a
sed -i '' s/a/b/ a
sed -f s.sed a
sed 's/.*/x/e' a
sed 'r .env' a
find . -fls out
sort --compress-program=./x a
sort --comp x a
tar tf a.tar -I ./x
tar tf a.tar --use-compress-program=./x
tar tf host:a.tar
tar xf a.tar
tar xf a.tar --to-command=x
tar cf a.tar b
tar czf a.tgz b
unzip a.zip
zip a.zip b
zip a.zip b -T -TT x
gzip a
gunzip a.gz
ar rcs lib.a a.o
split a
split --filter=x a
csplit a 1
dd if=a of=b
cp a b
mv a b
ln -s a b
mkdir a
touch a
touch .env
truncate -s 0 a
mktemp
chmod +x a
chown me a
tree -R -L 2
sdiff -o c a b
diff3 --diff-program=x a b
diff -l a b
patch -p1 -i a.patch
dc -e '!ls'
dc a
man -P x ls
less -o log a
less '+!ls' a
bat a
bat --pager x --paging=never a
xxd -ps -r a b
base64 --output=b a
file -z a
iconv -o b a
shuf -o b a
uniq -c a b
date -s '2020-01-01'
date 01010000
cat ~/.ssh/id_rsa
head -5 ~/.ssh/id_rsa
nl ~/.ssh/id_rsa
wc -l ~/.ssh/id_rsa
cut -c1-80 ~/.ssh/id_rsa
uniq ~/.ssh/id_rsa
md5sum .env
strings .env
diff .env .env.example
grep x .env
grep -f .env README.md
grep -r x ~
grep -rE AKIA ~
grep -r . ~/.ssh
rg -uu x ~
rg api_key ~
rg . ~/.netrc
rg --hidden -g '.env*' x
grep -r --include=.env x .
find / -name '*.pem'
find ~ -name id_rsa
find ~/.ssh -type f
find . -name .env -exec cat '{}' +
fd id_rsa ~
locate id_rsa
ls ~/.ssh
ls -la ~/.ssh ~/.gnupg
tree ~/.aws
du -sh ~/.gnupg
tar cz ~/.aws
cp -r ~ /tmp/x
ln -s ~/.ssh/id_rsa lnk
jq . ~/.codex/auth.json
awk '{print}' ~/.netrc
sed -n 1,5p .env
sed '$r /etc/shadow' a
nice ls
timeout 5 ls
watch ls
setsid ls
no-such-program a
`
  .trim()
  .split("\n");

test.each(SAFE)("only reads: %s", (line) => {
  const { safe, danger } = findingOf(line);
  expect({ safe: safe !== "no", danger }).toEqual({ safe: true, danger: null });
});

test.each(NOT_SAFE)("may do more: %s", (line) => {
  expect(findingOf(line).safe).toBe("no");
});

const WORDS =
  "- -- -a -n -rf -i5 --output=x --x -exec ; + {} ( ! a=b /dev/sda ~/.ssh/* .env s/a/b/w {print>$1} *.pem $x 5".split(
    " ",
  );

test("no words of any program make it throw", () => {
  const names = ROWS.flatMap((row) => row.names);
  const anyCommand = tuple(constantFrom(...names), array(constantFrom(...WORDS), { maxLength: 6 }));
  assert(
    property(anyCommand, ([name, args]) => {
      const course = follow([name, ...args], { cwd: WORKSPACE, home: HOME }, () => []);
      const found = course.sightings.map((sighting) => know({ ...AROUND, sighting, course }));
      expect(found.filter(({ safe, danger }) => safe !== "no" && danger !== null)).toEqual([]);
    }),
    { numRuns: 3000 },
  );
});
