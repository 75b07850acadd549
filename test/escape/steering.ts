/** Attempts to change what runs code outside later, or leads tools and agents. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { MODE_ONLY, type Permissions, permissionsOf } from "../../src/core/permissions/permissions.ts";
import type { World } from "../effects/world.ts";
import { type Attempt, exists, holds } from "./attempt.ts";

function guardedIn(...roots: readonly string[]): Permissions {
  const bounds = { ...MODE_ONLY, guarded: { workspaceFiles: true, paths: [`${roots[0] ?? ""}/.bashrc`] } };
  return permissionsOf("workspace-write", { roots, keep: [], bounds });
}

const guardedHere = ({ ws }: World): Permissions => guardedIn(ws);
const nested = ({ ws }: World): void => {
  mkdirSync(`${ws}/pkg/.git/hooks`, { recursive: true });
  writeFileSync(`${ws}/pkg/.git/config`, "[core]\n");
};

export const STEERING: readonly Attempt[] = [
  {
    name: "a hook of a repository in the repository",
    setup: nested,
    permissions: guardedHere,
    script:
      "echo evil > pkg/.git/hooks/pre-commit; mv pkg p; mkdir -p pkg/.git/hooks; echo evil > pkg/.git/hooks/pre-commit",
    escaped: exists(({ ws }) => `${ws}/pkg/.git/hooks/pre-commit`),
  },
  {
    name: "the settings that a submodule's git file leads to",
    setup: ({ ws }) => {
      mkdirSync(`${ws}/store/sub`, { recursive: true });
      mkdirSync(`${ws}/sub`);
      writeFileSync(`${ws}/store/sub/config`, "[core]\n");
      writeFileSync(`${ws}/sub/.git`, "gitdir: ../store/sub\n");
    },
    permissions: guardedHere,
    script:
      "echo evil >> store/sub/config; echo 'gitdir: evil' > sub/.git; mv store s; mkdir -p store/sub; echo evil > store/sub/config",
    escaped: ({ ws }) =>
      readFileSync(`${ws}/sub/.git`, "utf8").includes("evil") ||
      (existsSync(`${ws}/store/sub/config`) && readFileSync(`${ws}/store/sub/config`, "utf8").includes("evil")),
  },
  {
    name: "the settings of a repository without a work tree",
    setup: ({ ws }) => {
      for (const name of ["objects", "refs"]) mkdirSync(`${ws}/b.git/${name}`, { recursive: true });
      for (const name of ["HEAD", "config"]) writeFileSync(`${ws}/b.git/${name}`, "");
    },
    permissions: guardedHere,
    script: "echo evil >> b.git/config; mkdir -p b.git/hooks; echo evil > b.git/hooks/update",
    escaped: holds(({ ws }) => `${ws}/b.git/config`, "evil"),
  },
  {
    name: "the settings of the workspace where it is such a repository itself",
    setup: ({ ws }) => {
      for (const name of ["objects", "refs"]) mkdirSync(`${ws}/${name}`);
      for (const name of ["HEAD", "config"]) writeFileSync(`${ws}/${name}`, "");
    },
    permissions: guardedHere,
    script: "echo evil >> config; mv config c; echo evil > config",
    escaped: holds(({ ws }) => `${ws}/config`, "evil"),
  },
  {
    name: "hooks in a folder that the settings name, which does not exist yet",
    setup: ({ ws }) => {
      mkdirSync(`${ws}/.git`);
      writeFileSync(`${ws}/.git/config`, "[core]\n\thooksPath = tools/hooks\n");
    },
    permissions: guardedHere,
    script: "mkdir -p tools/hooks; echo evil > tools/hooks/pre-commit",
    escaped: exists(({ ws }) => `${ws}/tools/hooks/pre-commit`),
  },
  ...[
    ".vscode/tasks.json",
    ".husky/pre-commit",
    ".mcp.json",
    "AGENTS.md",
    ".github/copilot-instructions.md",
    ".bashrc",
  ].map((file): Attempt => ({
    name: `${file}, which is there`,
    setup: ({ ws }) => {
      mkdirSync(`${ws}/${file}`.slice(0, `${ws}/${file}`.lastIndexOf("/")), { recursive: true });
      writeFileSync(`${ws}/${file}`, "mine");
    },
    permissions: guardedHere,
    script: `echo evil > ${file}; mv ${file} x; echo evil > ${file}; d=$(dirname ${file}); mv $d y; mkdir -p $d; echo evil > ${file}`,
    escaped: holds(({ ws }) => `${ws}/${file}`, "evil"),
  })),
];
