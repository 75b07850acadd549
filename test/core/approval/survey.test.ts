/** Which scripts read or show secrets, in whatever way they are written. */
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
