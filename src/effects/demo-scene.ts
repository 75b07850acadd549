/** Makes the scratch place of the demo: a repository, a home, a server on this machine. */
import { mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { UNRESTRICTED } from "../core/permissions/permissions.ts";
import { UNSUPERVISED } from "../core/sandbox/supervision.ts";
import type { Command } from "../core/shell/reading.ts";
import { runCommand } from "./run-command.ts";
import { systemWords } from "./text-file.ts";

export type SceneWanted = {
  /** By path below the repository. */
  readonly files: Readonly<Record<string, string>>;
  readonly config: string;
  readonly rules: string;
  /** What the server answers. */
  readonly answer: string;
};

export type MadeScene = {
  readonly work: string;
  readonly home: string;
  readonly url: string;
  /** Ends the server; the files stay for a look. */
  readonly close: () => Promise<void>;
};

export async function makeScene({ files, config, rules, answer }: SceneWanted): Promise<MadeScene> {
  const root = await newFolder(`${tmpdir()}/assent-demo-`);
  const [work, home] = [`${root}/work`, `${root}/home`];
  await writeAll(work, files);
  await writeAll(home, { "config.toml": config, "rules/demo.rules": rules });
  for (const command of REPOSITORY) await must(command, work, home);

  const server = createServer((_request, response) => response.end(answer));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the demo's server has no port");
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { work, home, url: `http://127.0.0.1:${address.port}/version`, close };
}

async function newFolder(prefix: string): Promise<string> {
  try {
    return await realpath(await mkdtemp(prefix));
  } catch (error) {
    throw new Error(`cannot make a scratch folder ${prefix}…: ${systemWords(error)}`, { cause: error });
  }
}

const AUTHOR = ["-c", "user.name=demo", "-c", "user.email=demo@localhost"] as const;
const REPOSITORY: readonly Command[] = [
  ["git", "init", "--quiet", "--initial-branch=main"],
  ["git", "add", "--force", "."],
  ["git", ...AUTHOR, "commit", "--quiet", "--message", "Begin"],
];

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/** Sets the stage itself, before there is an agent: no decision, and no sandbox. */
async function must(command: Command, cwd: string, home: string): Promise<void> {
  const result = await runCommand(
    {
      command,
      cwd,
      permissions: UNRESTRICTED,
      backend: { kind: "none", why: "the stage is set without a sandbox" },
      home,
      options: {
        env: process.env,
        streams: { kind: "capture", input: null, bytesMax: 4096 },
        timeoutMs: 30_000,
        supervision: UNSUPERVISED,
      },
      isAccepted: true,
      tell: () => undefined,
      notice: () => undefined,
    },
    new AbortController().signal,
  );
  if (result.kind === "ended" && result.status === 0) return;
  const why = result.kind === "ended" ? result.errors.trim() : result.why;
  throw new Error(`the demo needs ${command.slice(0, 2).join(" ")}, which failed: ${why}`);
}
