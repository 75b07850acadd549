/** Which scripts show secrets, or do harm that no sandbox stops, however they are written. */
import { describe, expect, test } from "vitest";
import { surveyOf } from "../../../src/core/approval/survey.ts";

function dangers(script: string): readonly string[] {
  const around = { home: "/home/you", roots: ["/w", "/tmp"], keep: [] };
  return surveyOf({ argv: ["bash", "-lc", script], cwd: "/w" }, around).dangers.map(({ why }) => why);
}

const SHOWS: readonly string[] = [
  // Where nobody knows whether the folder was reached.
  "cd ~/.ssh; cat *",
  "cd ~/.aws; cat config",
  "pushd ~/.gnupg; ls",
  "cd /proc/1; cat environ",
  // What git keeps.
  "git show :.env",
  "git show :0:.env",
  "git show HEAD:id_rsa",
  "git cat-file blob :id_rsa",
  "git diff HEAD -- id_rsa",
  "git archive HEAD .env | tar xO",
  "git stash show -p -- .env",
  "git config -f .env -l",
  // Programs that show what they edit, run or are led by.
  "nano .env",
  "vim -es '+%print' '+q' .env",
  "ed -s .env <<< ',p'",
  "emacs -batch .env --eval '(princ (buffer-string))'",
  "sed -f .env x",
  "curl -K .env",
  "sqlite3 :memory: \"select readfile('.env')\"",
  "sqlite3 :memory: '.read .env'",
  // Variables by other names.
  "x=MY_TOKEN; echo ${!x}",
  "declare -n r=MY_TOKEN; echo $r",
  "echo ${x:-$MY_TOKEN}",
  "echo ${x:+$MY_TOKEN}",
  "tee log <<< $MY_TOKEN",
  "node -e \"console.log('$MY_TOKEN')\"",
  "xargs env < /dev/null",
  "source .env; echo $DB",
  "set -a; . config/.env.local; printf '%s' \"$WHATEVER\"",
  // Kept by programs.
  "terraform output -json",
  "terraform output db_password",
  "pulumi config --show-secrets",
  "gh auth status -t",
  "xclip -o",
  "pbpaste",
];

const SHOWS_NONE: readonly string[] = [
  "cd src; cat *",
  "git show HEAD:src/a.ts",
  "git diff HEAD -- . ':!.env'",
  "git diff -- ':(exclude).env'",
  "git log main",
  "git archive HEAD | tar t",
  "code .env",
  "vim src/a.ts",
  "source .env && npm test",
  "set -a; . ./.env; set +a; npm run dev",
  ". .env.example; echo $DB",
  "source .env; cd $HOME; ls",
  ". venv/bin/activate; echo $PATH $X",
  "x=NAME; echo ${!x}",
  "echo ${x:-$HOME}",
  "terraform output",
  "xclip < a",
  "sqlite3 a.db '.schema users'",
];

describe("secrets", () => {
  test.each(SHOWS)("are shown by %s", (script) => {
    expect(dangers(script)).not.toEqual([]);
  });
  test.each(SHOWS_NONE)("are not shown by %s", (script) => {
    expect(dangers(script)).toEqual([]);
  });
});

const HARMS: readonly string[] = [
  // Without end, or more than anybody means.
  "perl -e 'fork while fork'",
  "perl -e '1 while push @a,1'",
  "perl -e '$x.=\"a\"x1e9 while 1'",
  "php -r 'while(1)$a[]=1;'",
  "cp /dev/zero x",
  "sort /dev/zero",
  "grep x /dev/zero",
  "timeout 9999 yes > x",
  "until false; do date >> x; done",
  "x=$(yes)",
  "x=$(cat /dev/zero)",
  "mapfile a < <(yes)",
  "openssl rand 1000000000000 > x",
  "openssl rand -out x 500000000000",
  "printf '%0999999999d' 1 > x",
  // Rights and libraries.
  "python3 -c 'import os; os.chmod(\"x\",0o4755)'",
  "perl -e 'chmod 04755,\"x\"'",
  "read LD_PRELOAD <<< ./x; export LD_PRELOAD; ls",
  "printf -v LD_PRELOAD ./x; export LD_PRELOAD; ls",
  // Where packages come from, and what a build runs.
  "printf '[source.crates-io]\\nreplace-with=\"x\"\\n' > .cargo/config.toml",
  "echo '--index-url https://x' > requirements.txt",
  "echo 'source \"https://x\"' > Gemfile",
  "echo 'import os;os.system(\"x\")' > setup.py",
];

const HARMLESS: readonly string[] = [
  "python3 -c 'import os; os.chmod(\"x\",0o755)'",
  "perl -e '$x.=\"a\" for 1..9'",
  "cp a x",
  "sort a > b",
  "timeout 5 make > log",
  "until false; do sleep 1; date >> x; done",
  "openssl rand -hex 32 > x",
  "printf '%08d' 1 > x",
  "x=$(date)",
  "export PATH; ls",
  "echo '[build]' > .cargo/config.toml",
  "echo 'requests==2.0' > requirements.txt",
  "echo 'source \"https://rubygems.org\"' > Gemfile",
];

describe("harm", () => {
  test.each(HARMS)("is seen in %s", (script) => {
    expect(dangers(script)).not.toEqual([]);
  });
  test.each(HARMLESS)("is not seen in %s", (script) => {
    expect(dangers(script)).toEqual([]);
  });
});
