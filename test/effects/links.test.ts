/** Where paths lead, by real links. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Link } from "../../src/core/approval/facts.ts";
import { follow, linksAmong } from "../../src/effects/links.ts";
import { newWorld } from "./world.ts";

const { ws, out } = newWorld();
mkdirSync(`${ws}/deep`);
writeFileSync(`${ws}/file`, "");
writeFileSync(`${out}/secret`, "");
symlinkSync(`${out}/secret`, `${ws}/notes`);
symlinkSync(out, `${ws}/folder`);
symlinkSync("../file", `${ws}/deep/up`);
symlinkSync(`${out}/none/later`, `${ws}/dangling`);
symlinkSync("notes", `${ws}/twice`);
symlinkSync("round", `${ws}/round`);

const CASES: readonly [path: string, real: string | null | undefined][] = [
  ["file", undefined],
  ["./deep/../file", undefined],
  ["none/at/all", undefined],
  ["file/below", undefined],
  [`${ws}/file`, undefined],
  ["notes", `${out}/secret`],
  [`${ws}/notes`, `${out}/secret`],
  ["twice", `${out}/secret`],
  ["folder", out],
  ["folder/", out],
  ["folder/secret", `${out}/secret`],
  ["folder/new/file", `${out}/new/file`],
  // The system goes up from where the link leads.
  ["folder/../ws/file", `${ws}/file`],
  ["folder/../home/x", `${out.replace(/out$/, "home")}/x`],
  ["deep/up", `${ws}/file`],
  ["dangling", `${out}/none/later`],
  ["dangling/x", `${out}/none/later/x`],
  ["round", null],
  ["round/x", null],
  ["/proc/self/environ", null],
  ["/proc/self/status", undefined],
  ["/proc/self/net/tcp", undefined],
  ["/proc/self/net/../root/etc", null],
  ["/proc/self/fd/1", null],
  ["/proc/self/../self/cwd/file", null],
  ["/proc/thread-self/root/etc", null],
  ["/dev/stdin", undefined],
  ["/dev/fd/3", undefined],
  ["/dev/null", undefined],
  ["nul\0l", null],
  ["", undefined],
];

test.each(CASES)("follows %j", (path, real) => {
  const expected: readonly Link[] = real === undefined ? [] : [{ path, real }];
  expect(linksAmong([path], ws)).toEqual(expected);
});

test("tells the links on the way, and stops where there are more than the system follows", () => {
  expect(follow(`${ws}/twice`)).toEqual({ real: `${out}/secret`, through: [`${ws}/twice`, `${ws}/notes`] });
  for (let at = 0; at < 60; at += 1) symlinkSync(at === 0 ? "../file" : `l${at - 1}`, `${ws}/deep/l${at}`);
  expect(follow(`${ws}/deep/l39`)?.real).toBe(`${ws}/file`);
  expect(follow(`${ws}/deep/l40`)).toBe(null);
});
