/** Running others with more rights. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["sudo --version", ""],
  ["sudo -l", ""],
  ["sudo -k", "privilege"],
  ["sudo -n true", "privilege ! acts with more rights than you have"],
  ["sudo apt-get install -y x", "privilege ! acts with more rights than you have"],
  ["sudo -u you id", "privilege ! acts with more rights than you have"],
  ["sudo -i", "privilege ! acts with more rights than you have"],
  ["sudo -S id", "privilege ! acts with more rights than you have"],
  ["sudo -E env PATH=/bin sh", "privilege ! acts with more rights than you have"],
  ["sudo -l -i", "privilege ! acts with more rights than you have"],
  ["su root -c id", "privilege ! acts with more rights than you have"],
  ["su", "privilege ! acts with more rights than you have"],
  ["su --help", ""],
  ["doas sh", "privilege ! acts with more rights than you have"],
  ["pkexec sh", "privilege ! acts with more rights than you have"],
  ["nsenter -t 1 -a sh", "privilege ! enters what another process sees"],
  ["nsenter --help", ""],
  ["unshare --help", ""],
  ["unshare -Urm sh", "privilege ! runs a program behind walls of its own making"],
  ["bwrap --version", ""],
  ["bwrap --bind / / sh", "privilege ! runs a program behind walls of its own making"],
  ["chroot /mnt sh", "privilege ! runs a program with other rights"],
  ["capsh --print", ""],
  ["capsh -- -c id", "privilege ! runs a program with other rights"],
  ["sudo -s", "privilege ! acts with more rights than you have"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
