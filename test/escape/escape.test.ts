/** Real attempts to get out of a real sandbox, each first without one as its control. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  MODE_ONLY,
  type Permissions,
  permissionsOf,
  READ_ONLY,
  UNRESTRICTED,
} from "../../src/core/permissions/permissions.ts";
import { whyNotStartable } from "../../src/effects/look-up.ts";
import { runFolder } from "../../src/effects/run-folder.ts";
import { sealedPathsOf } from "../../src/effects/sealed-paths.ts";
import { BACKEND, newWorld, runScript, textOf, until, type World, writeIn } from "../effects/world.ts";
import { type Attempt, exists, holds } from "./attempt.ts";
import { SECRETS } from "./secrets.ts";
import { STEERING } from "./steering.ts";

const repository = ({ ws }: World): void => {
  mkdirSync(`${ws}/.git/hooks`, { recursive: true });
  writeFileSync(`${ws}/.git/config`, "[core]\n");
};
const inC = (lines: string) => `cat > "$WS/a.c" <<'X'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>
int main(void) { ${lines} }
X
gcc -w -o "$WS/a" "$WS/a.c" && "$WS/a"`;

const OUTSIDE: readonly Attempt[] = [
  { name: "a file outside", script: "echo x > $OUT/x", escaped: exists(({ out }) => `${out}/x`) },
  {
    name: "a file outside by a link that was there",
    setup: ({ ws, out }) => symlinkSync(out, `${ws}/link`),
    script: "echo x > link/x",
    escaped: exists(({ out }) => `${out}/x`),
  },
  {
    name: "a file outside by a new link",
    script: "ln -s $OUT l; echo x > l/x",
    escaped: exists(({ out }) => `${out}/x`),
  },
  {
    name: "a file outside by its hard link",
    setup: ({ out }) => writeFileSync(`${out}/victim`, "mine"),
    script: "ln $OUT/victim h; echo evil > h",
    escaped: holds(({ out }) => `${out}/victim`, "evil"),
  },
  {
    name: "a file outside by the root of a process",
    script: "echo x > /proc/self/root$OUT/x",
    escaped: exists(({ out }) => `${out}/x`),
  },
  {
    name: "a file moved out",
    script: "echo x > x; mv x $OUT/x",
    escaped: exists(({ out }) => `${out}/x`),
  },
  {
    name: "a mode changed outside",
    setup: ({ out }) => writeFileSync(`${out}/victim`, "", { mode: 0o644 }),
    script: "chmod +x $OUT/victim; test -x $OUT/victim && touch $WS/yes",
    escaped: exists(({ ws }) => `${ws}/yes`),
  },
  {
    name: "the workspace, read-only",
    permissions: () => READ_ONLY,
    script: "echo x > x; mkdir d",
    escaped: ({ ws }) => existsSync(`${ws}/x`) || existsSync(`${ws}/d`),
  },
  {
    name: "a root that was not given",
    permissions: ({ ws }) => writeIn(`${ws}/sub`),
    setup: ({ ws }) => mkdirSync(`${ws}/sub`),
    script: "echo x > x",
    escaped: exists(({ ws }) => `${ws}/x`),
  },
];

const PROTECTED: readonly Attempt[] = [
  {
    name: "a hook in a repository",
    setup: repository,
    script: "echo evil > .git/hooks/pre-commit",
    escaped: exists(({ ws }) => `${ws}/.git/hooks/pre-commit`),
  },
  {
    name: "hooks that a link leads to",
    setup: ({ ws }) => {
      mkdirSync(`${ws}/.git`);
      symlinkSync("../tools/hooks", `${ws}/.git/hooks`);
      mkdirSync(`${ws}/tools`);
    },
    script:
      "mkdir -p tools/hooks; echo evil > tools/hooks/x; mv tools t; mkdir -p tools/hooks; echo evil > tools/hooks/x",
    escaped: exists(({ ws }) => `${ws}/tools/hooks/x`),
  },
  {
    name: "git's settings, by moving the repository away",
    setup: repository,
    script: "cp -r .git g; echo evil >> g/config; mv .git old; mv g .git",
    escaped: holds(({ ws }) => `${ws}/.git/config`, "evil"),
  },
  {
    name: "git's settings, by their hard link",
    setup: repository,
    script: "ln .git/config c; echo evil > c",
    escaped: holds(({ ws }) => `${ws}/.git/config`, "evil"),
  },
  {
    name: "a repository where there is none",
    needs: "git",
    script: "git init -q . || mkdir -p .git/hooks; echo x > .git/hooks/pre-commit",
    escaped: ({ ws }) => existsSync(`${ws}/.git/HEAD`) || existsSync(`${ws}/.git/hooks`),
  },
  {
    name: "a repository where there is none, by a rename and by a link",
    script: "mkdir g; mv -T g .git; ln -sfn g2 .git; rmdir .git; mkdir .git; echo x > .git/x",
    escaped: exists(({ ws }) => `${ws}/.git/x`),
  },
  {
    name: "settings for the agent",
    script: "mkdir -p .codex .agents; echo x > .codex/config.toml; echo x > .agents/x",
    escaped: ({ ws }) => existsSync(`${ws}/.codex/config.toml`) || existsSync(`${ws}/.agents/x`),
  },
  {
    name: "a repository in a root, by renaming the folder above it",
    permissions: ({ ws }) => writeIn(ws, `${ws}/a/b`),
    setup: ({ ws }) => mkdirSync(`${ws}/a/b/.git`, { recursive: true }),
    script: "mv a away; mkdir -p a/b/.git; echo evil > a/b/.git/config",
    escaped: exists(({ ws }) => `${ws}/a/b/.git/config`),
  },
  {
    name: "the hooks of a worktree, which lie in another root",
    permissions: ({ ws, out }) => writeIn(ws, out),
    setup: ({ ws, out }) => {
      mkdirSync(`${out}/main/.git/worktrees/w`, { recursive: true });
      writeFileSync(`${out}/main/.git/worktrees/w/commondir`, "../..\n");
      writeFileSync(`${ws}/.git`, `gitdir: ${out}/main/.git/worktrees/w\n`);
    },
    script:
      "mkdir $OUT/main/.git/hooks; echo evil > $OUT/main/.git/config; mv $OUT/main $OUT/m2; mkdir -p $OUT/main/.git; echo evil > $OUT/main/.git/config",
    escaped: exists(({ out }) => `${out}/main/.git/config`),
  },
  {
    name: "where a worktree's git file points",
    setup: ({ ws, out }) => writeFileSync(`${ws}/.git`, `gitdir: ${out}\n`),
    script: "echo 'gitdir: evil' > .git; mv .git g; echo evil > .git",
    escaped: holds(({ ws }) => `${ws}/.git`, "evil"),
  },
  {
    name: "a protected link and its target",
    setup: ({ ws }) => {
      mkdirSync(`${ws}/conf`);
      symlinkSync("conf", `${ws}/.codex`);
    },
    script: "echo evil > conf/config.toml; rm .codex; mkdir .codex; echo evil > .codex/config.toml",
    escaped: ({ ws }) => existsSync(`${ws}/conf/config.toml`) || existsSync(`${ws}/.codex/config.toml`),
  },
  {
    name: "assent's own rules in a root",
    permissions: ({ ws }) =>
      permissionsOf("workspace-write", { roots: [ws], keep: [`${ws}/my-home`], bounds: MODE_ONLY }),
    setup: ({ ws }) => mkdirSync(`${ws}/my-home/rules`, { recursive: true }),
    script:
      "echo evil > my-home/rules/default.rules; mv my-home m; mkdir -p my-home/rules; echo evil > my-home/rules/x",
    escaped: ({ ws }) => existsSync(`${ws}/my-home/rules/default.rules`) || existsSync(`${ws}/my-home/rules/x`),
  },
];

const KERNEL: readonly Attempt[] = [
  {
    name: "a kernel setting",
    script: "exec 3>>/proc/sys/kernel/core_pattern && touch $WS/yes",
    escaped: exists(({ ws }) => `${ws}/yes`),
    noControl: true,
  },
  {
    name: "a mount in a user namespace of its own",
    needs: "unshare",
    script: "unshare -Urm sh -c 'mount -t tmpfs t /mnt && touch $WS/yes'",
    escaped: exists(({ ws }) => `${ws}/yes`),
    noControl: true,
  },
  {
    name: "a user namespace by clone",
    needs: "gcc",
    script: inC(
      'long r = syscall(SYS_clone, CLONE_NEWUSER | 17, 0, 0, 0, 0); if (r == 0) _exit(0); if (r > 0) creat("yes", 0644);',
    ),
    escaped: exists(({ ws }) => `${ws}/yes`),
    noControl: true,
  },
  {
    name: "a privilege by a set-user-ID file",
    script: "cp /bin/true s; chmod 4755 s; test -u s && touch $WS/yes",
    escaped: exists(({ ws }) => `${ws}/yes`),
  },
  {
    name: "a datagram pair, which can send to any daemon",
    needs: "gcc",
    script: inC('int p[2]; if (socketpair(AF_UNIX, SOCK_DGRAM, 0, p) == 0) creat("yes", 0644);'),
    escaped: exists(({ ws }) => `${ws}/yes`),
  },
  {
    name: "keys of the user's keyring",
    needs: "gcc",
    script: inC('if (syscall(SYS_keyctl, 0, -3, 0) > 0 || errno != EPERM) creat("yes", 0644);'),
    escaped: exists(({ ws }) => `${ws}/yes`),
    noControl: true,
  },
  {
    name: "typing into the terminal",
    needs: "gcc",
    script: inC(
      'int t = posix_openpt(O_RDWR | O_NOCTTY); if (ioctl(t, TIOCSTI, "x") == 0 || errno != EPERM) creat("yes", 0644);',
    ),
    escaped: exists(({ ws }) => `${ws}/yes`),
    noControl: true,
  },
  {
    name: "signals to processes outside",
    script: `kill -0 ${process.pid} && touch $WS/yes`,
    escaped: exists(({ ws }) => `${ws}/yes`),
  },
];

const missing = ["gcc", "git", "unshare", "python3"].filter(
  (program) => whyNotStartable(program, "/", process.env["PATH"]) !== null,
);

describe.skipIf(BACKEND.kind === "none")("nothing gets to", () => {
  const all = [...OUTSIDE, ...PROTECTED, ...SECRETS, ...STEERING, ...KERNEL];
  test.skipIf(missing.length > 0)(`what needs ${missing.join(", ")}, which this machine lacks`, () => {
    expect(missing).toEqual([]);
  });
  test.each(all.filter(({ needs }) => needs === undefined || !missing.includes(needs)))("$name", async (attempt) => {
    const bare = newWorld();
    attempt.setup?.(bare);
    if (attempt.noControl !== true) await runScript(bare, attempt.script, { permissions: UNRESTRICTED });
    const held = newWorld();
    attempt.setup?.(held);
    const permissions = attempt.permissions?.(held) ?? writeIn(held.ws);
    await runScript(held, attempt.script, { permissions });
    // What holds names stands a moment longer than the run.
    await until(() => !attempt.escaped(held));
    expect({ bare: attempt.noControl === true || attempt.escaped(bare), held: attempt.escaped(held) }).toEqual({
      bare: true,
      held: false,
    });
  });
});

const open = (ws: string) =>
  permissionsOf("workspace-write", { roots: [ws], keep: [], bounds: { ...MODE_ONLY, network: "open" } });

describe.skipIf(BACKEND.kind === "none")("the network", () => {
  const server = createServer((socket) => socket.end("hello"));
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });
  afterAll(() => {
    server.close();
  });

  test.each<[string, (ws: string) => Permissions, string]>([
    ["none reaches no service of the host", (ws) => writeIn(ws), ""],
    ["read-only reaches none either", () => READ_ONLY, ""],
    ["open reaches it", open, "hello"],
  ])("%s", async (_name, permissions, answer) => {
    const world = newWorld();
    const script = `exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3`;
    const result = await runScript(world, `{ ${script}; } 2>/dev/null`, { permissions: permissions(world.ws) });
    expect(textOf(result)).toBe(answer);
  });

  test.skipIf(missing.includes("python3"))("loopback inside is the command's own", async () => {
    const script = `python3 -c "
import socket, threading
s = socket.create_server(('127.0.0.1', 0))
threading.Thread(target=lambda: s.accept()[0].sendall(b'own')).start()
print(socket.create_connection(s.getsockname()).recv(3).decode())"`;
    expect(textOf(await runScript(newWorld(), script))).toBe("own\n");
  });
});

test.skipIf(BACKEND.kind === "none")("no command gets to what runs tell each other", async () => {
  const world = newWorld();
  const folder = runFolder(world.home);
  const result = await runScript(world, `touch ${folder}/x ${folder}/placeholders/x; ls -A ${folder}`, {
    permissions: writeIn(world.ws, folder.slice(0, folder.lastIndexOf("/"))),
  });
  expect(textOf(result)).toMatch(/cannot touch.*Read-only.*\n.*cannot touch.*Read-only.*\n(nothing\n)?placeholders\n$/);
});

describe.skipIf(BACKEND.kind === "none")("a run leaves no trace", () => {
  test("of the names it held", async () => {
    const world = newWorld();
    const seen = await runScript(world, "ls -A");
    expect(textOf(seen)).toBe(".agents\n.aws\n.codex\n.git\n");
    await until(() => sealedPathsOf(writeIn(world.ws), null).present.length === 0);
  });

  test.each([
    ["of one home", (world: World) => world.home],
    ["of different homes", () => newWorld().home],
  ])("and two at once, %s, hold the names until both have ended", async (_name, home) => {
    const world = newWorld();
    const first = runScript(world, "sleep 0.5");
    const second = runScript(world, "sleep 1; mkdir -p .codex; echo evil > .codex/x", { home: home(world) });
    expect({ first: (await first).kind, held: existsSync(`${world.ws}/.codex`) }).toEqual({
      first: "ended",
      held: true,
    });
    expect((await second).kind).toBe("ended");
    await until(() => !existsSync(`${world.ws}/.codex`));
  });

  test("of a protected name that the host makes meanwhile: it is kept, and was never the command's", async () => {
    const world = newWorld();
    const long = runScript(world, "sleep 0.5; echo evil > .codex/config.toml; cat .codex/config.toml");
    const made = runScript(world, "sleep 0.2; mkdir -p .codex; echo '# mine' > .codex/config.toml", {
      permissions: UNRESTRICTED,
    });
    await Promise.all([long, made]);
    expect(readFileSync(`${world.ws}/.codex/config.toml`, "utf8")).toBe("# mine\n");
  });
});
