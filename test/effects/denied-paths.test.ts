/** What is found of denied paths: through links, where nothing stands yet, and by patterns. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Denied } from "../../src/core/permissions/permissions.ts";
import { type DeniedPaths, deniedPathsOf } from "../../src/effects/denied-paths.ts";
import { newWorld, type World } from "./world.ts";

const file = (path: string) => ({ path, is: "file" }) as const;
const folder = (path: string) => ({ path, is: "folder" }) as const;
const glob = (root: string, pattern: string, depthMax: number | null = null): Partial<Denied> => ({
  globs: [{ root, pattern, depthMax }],
});

type Case = {
  readonly name: string;
  readonly make?: (world: World) => void;
  readonly denied: (world: World) => Partial<Denied>;
  readonly found: (world: World) => Partial<DeniedPaths>;
};

const CASES: readonly Case[] = [
  {
    name: "a folder and a file that exist",
    make: ({ home }) => {
      mkdirSync(`${home}/.ssh`);
      writeFileSync(`${home}/.netrc`, "");
    },
    denied: ({ home }) => ({ paths: [`${home}/.ssh`, `${home}/.netrc`] }),
    found: ({ home }) => ({ present: [folder(`${home}/.ssh`), file(`${home}/.netrc`)] }),
  },
  {
    name: "what a link leads to",
    make: ({ home }) => {
      mkdirSync(`${home}/real`);
      symlinkSync("real", `${home}/.ssh`);
    },
    denied: ({ home }) => ({ paths: [`${home}/.ssh`] }),
    found: ({ home }) => ({ present: [folder(`${home}/real`)] }),
  },
  {
    name: "names that do not exist, as files where they look like one",
    denied: ({ ws }) => ({
      paths: [".ssh", ".env", ".env.local", ".netrc", "key.pem", "secrets", "src", "id_rsa", "conf.d"].map(
        (name) => `${ws}/${name}`,
      ),
    }),
    found: ({ ws }) => ({
      absent: [
        folder(`${ws}/.ssh`),
        file(`${ws}/.env`),
        file(`${ws}/.env.local`),
        file(`${ws}/.netrc`),
        file(`${ws}/key.pem`),
        folder(`${ws}/secrets`),
        folder(`${ws}/src`),
        file(`${ws}/id_rsa`),
        folder(`${ws}/conf.d`),
      ],
    }),
  },
  {
    name: "the topmost missing folder on the way",
    denied: ({ ws }) => ({ paths: [`${ws}/a/b/token.json`] }),
    found: ({ ws }) => ({ absent: [folder(`${ws}/a`)] }),
  },
  {
    name: "where a link to nothing leads",
    make: ({ ws, home }) => symlinkSync(`${home}/keys/id_rsa`, `${ws}/key`),
    denied: ({ ws }) => ({ paths: [`${ws}/key`] }),
    found: ({ home }) => ({ absent: [folder(`${home}/keys`)] }),
  },
  {
    name: "nothing for links in a circle, and for what lies below a file",
    make: ({ ws }) => {
      symlinkSync("b", `${ws}/a`);
      symlinkSync("a", `${ws}/b`);
      writeFileSync(`${ws}/f`, "");
    },
    denied: ({ ws }) => ({ paths: [`${ws}/a`, `${ws}/f/x`] }),
    found: () => ({}),
  },
  {
    name: "watched names only where they exist",
    make: ({ home }) => mkdirSync(`${home}/.gnupg`),
    denied: ({ home }) => ({ watched: [`${home}/.gnupg`, `${home}/.kube`] }),
    found: ({ home }) => ({ present: [folder(`${home}/.gnupg`)] }),
  },
  {
    name: "what a pattern matches, however deep, what links lead to included",
    make: ({ ws, out }) => {
      mkdirSync(`${ws}/a/node_modules/b`, { recursive: true });
      for (const path of [".env", "a/.env", "a/node_modules/b/.env", "a/env"]) writeFileSync(`${ws}/${path}`, "");
      writeFileSync(`${out}/shared`, "");
      mkdirSync(`${ws}/c`);
      symlinkSync(`${out}/shared`, `${ws}/c/.env`);
    },
    denied: ({ ws }) => glob(ws, "**/.env"),
    found: ({ ws, out }) => ({
      present: [file(`${ws}/.env`), file(`${out}/shared`), file(`${ws}/a/.env`), file(`${ws}/a/node_modules/b/.env`)],
      reached: [ws, `${ws}/c`, `${ws}/a`, `${ws}/a/node_modules`, `${ws}/a/node_modules/b`],
    }),
  },
  {
    name: "a folder that a pattern matches, without looking into it",
    make: ({ ws }) => mkdirSync(`${ws}/x/secrets/deep`, { recursive: true }),
    denied: ({ ws }) => glob(ws, "**/secrets"),
    found: ({ ws }) => ({ present: [folder(`${ws}/x/secrets`)], reached: [ws, `${ws}/x`] }),
  },
  {
    name: "only as deep as the pattern says, and only where it may match",
    make: ({ ws }) => {
      for (const path of ["a/b/c", "z"]) mkdirSync(`${ws}/${path}`, { recursive: true });
      for (const path of ["a/k.pem", "a/b/k.pem", "a/b/c/k.pem", "z/k.pem"]) writeFileSync(`${ws}/${path}`, "");
    },
    denied: ({ ws }) => glob(ws, "a/**/*.pem", 2),
    found: ({ ws }) => ({
      present: [file(`${ws}/a/k.pem`), file(`${ws}/a/b/k.pem`)],
      reached: [ws, `${ws}/a`, `${ws}/a/b`],
    }),
  },
];
test.each(CASES)("$name", ({ make, denied, found }) => {
  const world = newWorld();
  make?.(world);
  const all = { paths: [], watched: [], globs: [], ...denied(world) };
  expect(sorted(deniedPathsOf(all))).toEqual(sorted({ present: [], absent: [], reached: [], ...found(world) }));
});

function sorted({ present, absent, reached }: DeniedPaths): DeniedPaths {
  return { present: present.toSorted(byPath), absent: absent.toSorted(byPath), reached: reached.toSorted() };
}

test.skipIf(process.getuid?.() === 0)("a closed folder of the user's is denied as a whole", () => {
  const { ws } = newWorld();
  mkdirSync(`${ws}/closed`);
  chmodSync(`${ws}/closed`, 0);
  const found = deniedPathsOf({ paths: [], watched: [], globs: [{ root: ws, pattern: "**/.env", depthMax: null }] });
  chmodSync(`${ws}/closed`, 0o700);
  expect(found.present).toEqual([folder(`${ws}/closed`)]);
});

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}
