/** Programs that tell about the machine, its processes and its manuals. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["id -u", "= anywhere"],
  ["uname -a", "= anywhere"],
  ["arch", "= anywhere"],
  ["arch -x86_64 ./x", "runs, unknown"],
  ["getent passwd", "= anywhere"],
  ["getent shadow", "! reads the machine's passwords"],
  ["hostname -f", "= anywhere"],
  ["hostname evil", "privilege evil"],
  ["timedatectl", "privilege"],
  ["timedatectl status", "= anywhere"],
  ["timedatectl set-time now", "privilege"],
  ["nvidia-smi", "= anywhere"],
  ["nvidia-smi -pl 100", "unknown"],
  ["ps aux", "= anywhere"],
  ["ps -ef", "= anywhere"],
  ["ps -eo pid,comm", "= anywhere"],
  ["ps -o pid,etime -p 1", "= anywhere"],
  ["ps -u me", "= anywhere"],
  ["ps e", "! prints the environment of processes with all that is secret in it"],
  ["ps auxe", "! prints the environment of processes with all that is secret in it"],
  ["ps eww -p 1", "! prints the environment of processes with all that is secret in it"],
  ["ps -E", "! prints the environment of processes with all that is secret in it"],
  ["pgrep -fl node", "= anywhere"],
  ["lsof -i :80", "= anywhere"],
  ["which -a node", "= anywhere"],
  ["tput cols", "= anywhere"],
  ["stty -a", "= anywhere"],
  ["stty raw", "process raw"],
  ["man ls", ""],
  ["man -P ./p ls", "runs ./p"],
  ["less a", "read a"],
  ["less -o log a", "write log, read a"],
  ["less '+!ls' a", "read +!ls, read a, runs"],
  ["less +10 a", "read +10, read a"],
  ["bat a", "read a"],
  ["bat -pp a", "read a = anywhere"],
  ["bat --paging=never a", "read a = anywhere"],
  ["bat --pager=./p a", "runs ./p, read a"],
  ["help cd", "= anywhere"],
  ["jobs", "= anywhere"],
];

test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
