/** Programs that look for files and for text in them. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["grep -n x src/a.ts src/b.ts", "read src/a.ts, read src/b.ts = anywhere"],
  ["grep -rn 'a|b' src", "read src = anywhere"],
  ["grep -e x -e y -- a", "read a = anywhere"],
  ["grep -f patterns.txt a", "read patterns.txt, read a = anywhere"],
  ["grep -5 x a", "read a = anywhere"],
  ["grep -c x", "= anywhere"],
  ["grep --include='*.ts' -rl x .", "read . = anywhere"],
  ["grep -R x /", "read / ! searches where keys and passwords lie (/)"],
  ["grep -r --include='.env*' x .", "read . ! searches files that hold secrets"],
  ["zgrep x a.gz", "read a.gz = boxed"],
  ["rg x", "read . = anywhere"],
  ["rg -n x src test", "read src, read test = anywhere"],
  ["rg -e x src", "read src = anywhere"],
  ["rg --files src", "read src = anywhere"],
  ["rg -uuu x ~", "read /home/you ! searches where keys and passwords lie (/home/you)"],
  ["rg --hidden secret ~", "read /home/you ! searches where keys and passwords lie (/home/you)"],
  ["rg token ~/notes", "read /home/you/notes = anywhere"],
  ["rg --pre ./p x", "runs ./p, read ."],
  ["rg --hostname-bin ./p x", "runs ./p, read ."],
  ["rg -z x", "runs, read ."],
  ["rg -g '!.git' x", "read . = anywhere"],
  ["rg --glob '.env*' --hidden x", "read . ! searches files that hold secrets"],
  ["ag x src", "read src = boxed"],
  ["ack --pager=./p x", "runs ./p, read ."],
  ["find", "read . = anywhere"],
  ["find src test -name '*.ts' -type f", "read src, read test = anywhere"],
  ["find . '(' -name a -o -name b ')' -prune -o -print", "read . = anywhere"],
  ["find . -newermt yesterday -size +10k", "read . = anywhere"],
  ["find . -name '*.o' -delete", "delete ., read ."],
  ["find . -name x -exec rm '{}' ';'", "runs, read ."],
  ["find . -fprintf out '%p'", "write out, read ."],
  ["find . -files0-from list", "read list, unknown, read ."],
  ["find . -strange", "unknown, read ."],
  ["find ~ -name '*.pem'", "read /home/you ! looks for secrets (*.pem in /home/you)"],
  ["find / -name .env", "read / ! looks for secrets (.env in /)"],
  ["find . -name .env", "read . = anywhere"],
  ["find ~/.gnupg", "read /home/you/.gnupg ! looks into a folder of secrets (/home/you/.gnupg)"],
  ["find . -name '.env*' -exec cat '{}' +", "runs, read . ! hands files that hold secrets to other programs (.env*)"],
  ["fd -e ts", "= anywhere"],
  ["fd id_rsa ~", "read /home/you ! looks for secrets (/home/you)"],
  ["fd x -x rm", "runs rm"],
  ["locate id_rsa", "! looks for secrets (/)"],
  ["locate README", "= anywhere"],
];

test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
