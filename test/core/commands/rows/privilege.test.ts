/** Running others with more rights. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["sudo --version", ""],
  ["sudo -l", ""],
  ["sudo -k", "privilege"],
  ["sudo -n true", "privilege ! acts with more rights than yours"],
  ["sudo apt-get install -y x", "privilege ! acts with more rights than yours"],
  ["sudo -u you id", "privilege ! acts with more rights than yours"],
  ["sudo -i", "privilege ! acts with more rights than yours"],
  ["sudo -S id", "privilege ! acts with more rights than yours"],
  ["sudo -E env PATH=/bin sh", "privilege ! acts with more rights than yours"],
  ["sudo -l -i", "privilege ! acts with more rights than yours"],
  ["su root -c id", "privilege ! acts with more rights than yours"],
  ["su", "privilege ! acts with more rights than yours"],
  ["su --help", ""],
  ["doas sh", "privilege ! acts with more rights than yours"],
  ["pkexec sh", "privilege ! acts with more rights than yours"],
  ["nsenter -t 1 -a sh", "privilege ! enters what another process sees"],
  ["nsenter --help", ""],
  ["unshare --help", ""],
  ["unshare -Urm sh", "privilege ! runs a program behind walls of its own making"],
  ["bwrap --version", ""],
  ["bwrap --bind / / sh", "privilege ! runs a program behind walls of its own making"],
  ["chroot /mnt sh", "privilege ! runs a program with other rights"],
  ["capsh --print", ""],
  ["capsh -- -c id", "privilege ! runs a program with other rights"],
  ["sudo -s", "privilege ! acts with more rights than yours"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
