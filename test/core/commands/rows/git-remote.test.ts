/** What git does with repositories elsewhere. */
import { describe, expect, test } from "vitest";
import type { EffectKind, Finding } from "../../../../src/core/commands/effect.ts";
import { findingOf } from "../place.ts";

function kinds({ effects }: Finding): readonly EffectKind[] {
  return [...new Set(effects.map(({ kind }) => kind))].toSorted();
}

describe("repositories elsewhere", () => {
  test.each<[string, readonly EffectKind[]]>([
    ["git push", ["network", "runs"]],
    ["git push -u origin HEAD", ["network", "runs"]],
    ["git push origin main --tags", ["network", "runs"]],
    ["git push --dry-run --force", ["network"]],
    ["git push http://localhost:3000/x.git main", ["network-local", "runs"]],
    ["git push ../remote.git main", ["runs", "write"]],
    ["git fetch origin", ["git-write", "network"]],
    ["git fetch --all --prune", ["git-write", "network"]],
    ["git pull --rebase origin main", ["git-write", "network", "runs"]],
    ["git clone --depth=1 https://example.com/x.git", ["git-write", "network", "write"]],
    ["git clone . /tmp/copy", ["git-write", "read", "write"]],
    ["git submodule update --init", ["git-write", "network", "runs"]],
    ["git fetch --upload-pack=./x origin", ["git-write", "network", "runs"]],
    ["git clone -u ./x . y", ["git-write", "read", "runs", "write"]],
    ["git clone ext::./x y", ["git-write", "runs", "write"]],
    ["git push --receive-pack=./x . HEAD", ["runs", "write"]],
    ["git remote show origin", ["network"]],
    ["git svn fetch", ["git-write", "network"]],
    ["jj git fetch", ["git-write", "network"]],
  ])("%s", (line, expected) => {
    const finding = findingOf(line);
    expect(kinds(finding)).toEqual(expected);
    expect(finding.danger).toBeNull();
  });

  test.each([
    "git push https://git.example.net/x.git HEAD:refs/heads/a",
    "git push git@example.net:x.git main",
    "git push --repo=https://example.net/x",
    "git push heroku main",
    "git push --no-verify",
    "git commit --no-verify -m x",
    "git commit -nm x",
    "git commit -anm x",
    "git send-pack example.net:x.git main",
    "git send-email x.patch",
    "git svn dcommit",
    "git daemon --export-all",
    "git clone -c core.fsmonitor=./x https://example.com/y.git",
  ])("%s is dangerous", (line) => {
    expect(findingOf(line).danger).not.toBeNull();
  });
});
