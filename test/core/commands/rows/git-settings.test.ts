/** Settings of git that make it run programs, weaken it, or lead elsewhere. */
import { describe, expect, test } from "vitest";
import type { EffectKind, Finding } from "../../../../src/core/commands/effect.ts";
import { findingOf, HOME } from "../place.ts";

function kinds({ effects }: Finding): readonly EffectKind[] {
  return [...new Set(effects.map(({ kind }) => kind))].toSorted();
}

describe("settings that stay", () => {
  test.each([
    "git config --global core.hooksPath ~/.h",
    "git config core.hooksPath .githooks",
    "git config core.hooksPath /dev/null",
    "git config set core.hooksPath x",
    "git config core.fsmonitor ./x.sh",
    "git config core.sshCommand 'ssh -i x'",
    "git config core.pager 'sh x'",
    "git config alias.st '!sh x'",
    "git config -- alias.st '-c core.pager=./x log'",
    "git config filter.lfs.clean 'sh x'",
    "git config diff.pdf.textconv ./x",
    "git config --replace-all merge.x.driver ./x",
    "git config --add credential.helper '!sh x'",
    "git config credential.https://example.com.helper ./x",
    "git config --global credential.helper store",
    "git config --global http.sslVerify false",
    "git config http.sslVerify false",
    "git config http.https://example.com.sslVerify 0",
    "git config include.path ../x",
    "git config url.https://example.net/.insteadOf https://example.com/",
    "git config remote.origin.url https://example.net/x",
    "git config --file .git/config core.fsmonitor ./x",
    "git config --global user.name you",
    "git -c http.sslVerify=false fetch",
    "git -c core.hooksPath=/dev/null commit -m x",
    "git remote set-url origin https://example.net/x.git",
    "git maintenance start",
    "git lfs install",
  ])("%s is dangerous", (line) => {
    expect(findingOf(line).danger).not.toBeNull();
  });

  test.each([
    "git config --get http.https://example.com/.extraheader",
    "git config remote.x.token",
    "git credential fill",
  ])("%s shows a secret", (line) => {
    const finding = findingOf(line);
    expect(finding.danger).not.toBeNull();
    expect(kinds(finding)).toEqual(["credentials"]);
  });

  test("all settings at once are not safe to show, but no danger", () => {
    expect(findingOf("git config --list")).toMatchObject({ danger: null, safe: "no" });
  });

  test("settings in a file are written there", () => {
    expect(findingOf(`git config --file ${HOME}/.gitconfig user.name you`).effects).toContainEqual({
      kind: "write",
      target: "/home/you/.gitconfig",
      path: "/home/you/.gitconfig",
      where: "outside",
    });
  });
});
