/** Which commands destroy what cannot be brought back, and which only look like it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dangerOf } from "../../../src/core/policy/dangerous.ts";
import { read } from "../../../src/core/shell/read.ts";

function danger(script: string): string | null {
  return dangerOf(["bash", "-lc", script]);
}

const DANGEROUS: readonly [script: string, why: string][] = [
  ["rm -f a", "deletes without asking back"],
  ["rm -rf a", "deletes without asking back"],
  ["rm -r --force a", "deletes without asking back"],
  ["rm a -rf", "deletes without asking back"],
  ["/bin/rm -Rfv a", "deletes without asking back"],
  ["./rm -f a", "deletes without asking back"],
  ["sudo rm -rf a", "deletes without asking back"],
  ["sudo -E -u root rm -rf a", "deletes without asking back"],
  ["sudo -- env A=1 nice -n 5 timeout -k 1 10s rm -f a", "deletes without asking back"],
  ["ls && bash -c 'true; rm -rf a'", "deletes without asking back"],
  ["xargs -0 -n 1 rm -f", "deletes without asking back"],
  ["dd if=/dev/zero of=/dev/sda bs=1M", "overwrites a whole device"],
  ["mkfs.ext4 -F /dev/vdb", "overwrites a whole device"],
  ["wipefs -a /dev/sda", "overwrites a whole device"],
  ["chmod -R 777 /", "changes the rights of whole system folders"],
  ["chmod --recursive 777 /etc/", "changes the rights of whole system folders"],
  ["chmod u+s a", "lets whoever runs the file act as its owner"],
  ["chmod +s a", "lets whoever runs the file act as its owner"],
  ["chmod go-w,u=rxs a", "lets whoever runs the file act as its owner"],
  ["chmod ug+rwxs a", "lets whoever runs the file act as its owner"],
  ["cp a b && chmod 4755 b", "lets whoever runs the file act as its owner"],
  ["chmod 06755 a", "lets whoever runs the file act as its owner"],
  ["gh auth token", "shows a secret"],
  ["aws configure get aws_secret_access_key", "shows a secret"],
  ["security find-generic-password -s git -w", "shows a secret"],
  ["git fetch --upload-pack=x origin", "runs a program that an option names"],
  ["git fetch --upload-p x origin", "runs a program that an option names"],
  ["git -C x pull --upload-pack x", "runs a program that an option names"],
  ["git push --receive-pack=x", "runs a program that an option names"],
  ["git push --exec=x", "runs a program that an option names"],
  ["git ls-remote --exec x .", "runs a program that an option names"],
  ["git clone -u x a b", "runs a program that an option names"],
  ["git clone --template=x a", "runs a program that an option names"],
  ["chown -R me /usr", "changes the owner of whole system folders"],
  ["find / -type f -delete", "deletes whole system folders"],
  ["git reset --hard", "throws away uncommitted changes"],
  ["git -C x reset --hard HEAD~1", "throws away uncommitted changes"],
  ["git clean -fdx", "deletes untracked files"],
  ["git push --force", "overwrites or deletes commits on the remote"],
  ["git push -f origin main", "overwrites or deletes commits on the remote"],
  ["git push --force-with-lease", "overwrites or deletes commits on the remote"],
  ["git push origin :main", "overwrites or deletes commits on the remote"],
  ["git push origin +main", "overwrites or deletes commits on the remote"],
  ["git push --mirror", "overwrites or deletes commits on the remote"],
  ["git stash clear", "throws away all stashed changes"],
  ["git checkout -- .", "throws away uncommitted changes"],
  ["git restore .", "throws away uncommitted changes"],
  ["git filter-branch --all", "rewrites the history"],
  ["git update-ref -d HEAD", "deletes a reference without a trace"],
  [":(){ :|:& };:", "starts processes without end"],
  ["b() { b | b & }; b", "starts processes without end"],
  ["shutdown -h now", "stops the machine"],
  ["systemctl poweroff", "stops the machine"],
  ["kill -9 -1", "ends every process that it may"],
];

test.each(DANGEROUS)("dangerous: %s", (script, why) => {
  expect(danger(script)).toBe(why);
});

const HARMLESS: readonly string[] = [
  "rm a",
  "rm -r a",
  "rm -- -f",
  "rm -ri a",
  "grep rm -f x",
  "echo rm -rf /",
  "git commit -m 'rm -rf /'",
  "dd if=/dev/zero of=./disk.img",
  "dd if=a of=/dev/null",
  "mkfs.ext4 -n /dev/vdb",
  "mkfs.ext4 -F ./disk.img",
  "chmod -R u+x ./bin",
  "chmod 755 /",
  "chmod 0755 a",
  "chmod 2775 a",
  "chmod g+s a",
  "chmod u-s a",
  "chmod +x scripts/s",
  "gh auth status",
  "git fetch --update-shallow --unshallow",
  "git fetch -u origin",
  "git push --recurse-submodules=check",
  "git clone --recurse-submodules --depth 1 a b",
  "git archive --format=tar HEAD",
  "git pull --rebase",
  "aws configure get region",
  "security find-generic-password -s git",
  "chmod +x run.sh",
  "find . -delete",
  "find ./etc -type f -delete",
  "git reset --soft HEAD",
  "git reset HEAD a",
  "git clean -fdxn",
  "git clean -n",
  "git push",
  "git push -u origin main",
  "git push --dry-run --force",
  "git checkout -b x",
  "git checkout main",
  "git restore --staged .",
  "git stash list",
  "f() { echo x; }; f",
  "shutdown --help",
  "kill -9 42",
  "sudo true",
  "sudo",
];

test.each(HARMLESS)("harmless: %s", (script) => {
  expect(danger(script)).toBeNull();
});

test("wrappers without end do not hide what they run", () => {
  expect(dangerOf(["env", ...Array.from({ length: 50 }, () => "env"), "rm", "-rf", "a"])).toBe("hides what it runs");
});

test("a script of one endless word is looked at in no time worth telling", () => {
  expect(danger(`ls ${"x".repeat(4_000_000)}`)).toBeNull();
});

type Pair = { readonly id: string; readonly group: string; readonly dangerous: string; readonly benign: string };

describe("recorded pairs of a dangerous command and a harmless one of its shape", () => {
  const pairs: readonly Pair[] = JSON.parse(readFileSync(new URL("dangerous-pairs.json", import.meta.url), "utf8"));

  // A forced rm is asked whatever it names: what it deletes is gone.
  const harmless = pairs.filter(({ benign }) => !/\brm -[a-z]*f/.test(benign));
  test.each(harmless.map(({ id, benign }) => [id, benign]))("%s is not flagged: %s", (_id, benign) => {
    expect(danger(benign)).toBeNull();
  });

  // Reads whole only what is plain; the rest is asked for being unreadable.
  const certain = pairs.filter(({ group, dangerous }) => {
    const isPlain = read(["bash", "-lc", dangerous]).kind === "plain";
    return (
      isPlain &&
      /^(?:rm -rf|git (?:reset|push (?:-f|--force|--mirror)|stash clear)|mkfs|dd .*of=\/dev)/.test(dangerous) &&
      group !== "exfiltration"
    );
  });
  test.each(certain.map(({ id, dangerous }) => [id, dangerous]))("%s is flagged: %s", (_id, dangerous) => {
    expect(danger(dangerous)).not.toBeNull();
  });
});
