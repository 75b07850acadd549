/** Attempts to read what is denied. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import {
  type Bounds,
  MODE_ONLY,
  type Permissions,
  permissionsOf,
  READ_ONLY,
  type WritableRoot,
} from "../../src/core/permissions/permissions.ts";
import type { World } from "../effects/world.ts";
import { type Attempt, holds } from "./attempt.ts";

type Denying = (world: World) => Partial<Bounds["denied"]>;

function denying(denied: Denying) {
  return (world: World): Permissions =>
    permissionsOf("workspace-write", {
      roots: [world.ws],
      keep: [],
      bounds: { ...MODE_ONLY, denied: { ...MODE_ONLY.denied, ...denied(world) } },
    });
}

const keys = ({ out }: World): void => {
  mkdirSync(`${out}/.ssh`);
  writeFileSync(`${out}/.ssh/id`, "secret");
};
const noKeys = denying(({ out }) => ({ paths: [`${out}/.ssh`] }));
const environments = ({ ws }: World): void => {
  mkdirSync(`${ws}/app/conf`, { recursive: true });
  for (const folder of [ws, `${ws}/app/conf`]) writeFileSync(`${folder}/.env`, "secret");
};
const noEnvironments = denying(({ ws }) => ({ globs: [{ root: ws, pattern: "**/.env", depthMax: null }] }));
const leaked = holds(({ ws }) => `${ws}/leak`, "secret");

export const SECRETS: readonly Attempt[] = [
  { name: "a key", setup: keys, permissions: noKeys, script: "cat $OUT/.ssh/id > leak", escaped: leaked },
  {
    name: "a key, read-only",
    setup: keys,
    permissions: (world) => ({ ...READ_ONLY, ...MODE_ONLY, denied: deniedIn(noKeys(world)), writable: [root(world)] }),
    script: "cat $OUT/.ssh/id > leak",
    escaped: leaked,
  },
  {
    name: "the names of keys",
    setup: ({ out }) => mkdirSync(`${out}/.ssh/secret`, { recursive: true }),
    permissions: noKeys,
    script: "ls -a $OUT/.ssh > leak; find $OUT/.ssh >> leak; echo $OUT/.ssh/* >> leak",
    escaped: leaked,
  },
  {
    name: "a key by a link, a copy of the folder, and the root of a process",
    setup: keys,
    permissions: noKeys,
    script: "ln -s $OUT h; { cat h/.ssh/id; cp -r $OUT c; cat c/.ssh/id; cat /proc/self/root$OUT/.ssh/id; } > leak",
    escaped: leaked,
  },
  {
    name: "a key by the folder that a denied link leads to",
    setup: ({ out }) => {
      mkdirSync(`${out}/real`);
      writeFileSync(`${out}/real/id`, "secret");
      symlinkSync("real", `${out}/.ssh`);
    },
    permissions: noKeys,
    script: "cat $OUT/.ssh/id $OUT/real/id > leak",
    escaped: leaked,
  },
  {
    name: "a key after the rights of its folder were changed",
    setup: keys,
    permissions: denying(({ ws, out }) => ({ paths: [`${out}/.ssh`, `${ws}/.env`] })),
    script: "chmod 777 $OUT/.ssh $OUT .env; cat $OUT/.ssh/id > leak",
    escaped: leaked,
  },
  {
    name: "a file that a pattern matches",
    setup: environments,
    permissions: noEnvironments,
    script: "cat app/conf/.env > leak; cat .env > leak",
    escaped: leaked,
  },
  {
    name: "the same, after folders above it were moved",
    setup: environments,
    permissions: noEnvironments,
    script: "mv app a; cat a/conf/.env > leak; mv a/conf b; cat b/.env >> leak; mv app/conf c; cat c/.env >> leak",
    escaped: leaked,
  },
  {
    name: "the same, by a link that was there",
    setup: (world) => {
      environments(world);
      symlinkSync("app/conf", `${world.ws}/current`);
      symlinkSync("../.env", `${world.ws}/app/link`);
    },
    permissions: noEnvironments,
    script: "cat current/.env app/link > leak",
    escaped: leaked,
  },
  {
    name: "the same, by writing, moving and removing it",
    setup: environments,
    permissions: noEnvironments,
    script: "echo evil > .env; rm -f .env; mv app/conf/.env x; ln app/conf/.env y",
    escaped: ({ ws }) =>
      !(existsSync(`${ws}/.env`) && readFileSync(`${ws}/.env`, "utf8") === "secret") ||
      !existsSync(`${ws}/app/conf/.env`),
  },
  {
    name: "a denied name that does not exist",
    permissions: denying(({ ws }) => ({ paths: [`${ws}/keys`, `${ws}/token.json`] })),
    script: "mkdir -p keys; echo x > keys/a; echo x > token.json; ln -s /etc l; mv -T l keys",
    escaped: ({ ws }) => existsSync(`${ws}/keys/a`) || tokenIn(ws) === "x\n",
  },
  {
    name: "what lies beside a workspace in a denied folder",
    setup: ({ ws }) => {
      mkdirSync(`${ws}/in/work`, { recursive: true });
      writeFileSync(`${ws}/in/secret`, "secret");
    },
    permissions: ({ ws }) =>
      permissionsOf("workspace-write", {
        roots: [`${ws}/in/work`],
        keep: [],
        bounds: { ...MODE_ONLY, denied: { ...MODE_ONLY.denied, paths: [ws] } },
      }),
    script: "cd $WS/in/work && { cat ../secret; ls ..; cat $WS/in/secret; echo done; } > leak; cp leak ../../leak",
    escaped: ({ ws }) => leaked({ ws, out: "", home: "" }) || leaked({ ws: `${ws}/in/work`, out: "", home: "" }),
  },
  {
    name: "what is not among the places that may be read",
    setup: keys,
    permissions: ({ ws }) =>
      permissionsOf("workspace-write", {
        roots: [ws],
        keep: [],
        bounds: { ...MODE_ONLY, readable: ["/usr", "/bin", "/lib", "/lib64", "/etc"] },
      }),
    script: "{ cat $OUT/.ssh/id; ls -a $OUT; } > leak",
    escaped: leaked,
  },
];

function tokenIn(ws: string): string | null {
  return existsSync(`${ws}/token.json`) ? readFileSync(`${ws}/token.json`, "utf8") : null;
}

function deniedIn(permissions: Permissions): Bounds["denied"] {
  return permissions.kind === "restricted" ? permissions.denied : MODE_ONLY.denied;
}

function root({ ws }: World): WritableRoot {
  return { path: ws, protected: [] };
}
