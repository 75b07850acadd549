/** A scratch home and workspace for the built program, outside the temporary folders. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export const MAIN = new URL("../../dist/main.js", import.meta.url).pathname;

export type Place = {
  readonly root: string;
  readonly home: string;
  readonly work: string;
  /** Writes files below the scratch folder, by path. */
  readonly put: (files: Readonly<Record<string, string>>) => void;
  readonly assent: (args: readonly string[], options?: Options) => Ended;
  readonly remove: () => void;
};

export type Options = {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};
export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

export function makePlace(): Place {
  const root = realpathSync(mkdtempSync("/var/tmp/assent-test-"));
  const [home, work] = [`${root}/home`, `${root}/work`];
  mkdirSync(home);
  mkdirSync(work);
  return {
    root,
    home,
    work,
    put: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(`${root}/${name}`), { recursive: true });
        writeFileSync(`${root}/${name}`, text);
      }
    },
    // In a session of its own: without a terminal, whoever runs the tests.
    assent: (args, { input = "", env = {}, cwd = work } = {}) => {
      const { status, stdout, stderr } = spawnSync("/usr/bin/setsid", ["--wait", process.execPath, MAIN, ...args], {
        cwd,
        input,
        encoding: "utf8",
        timeout: 50_000,
        killSignal: "SIGKILL",
        env: { PATH: process.env["PATH"] ?? "", HOME: root, LANG: "C.UTF-8", ASSENT_HOME: home, ...env },
      });
      return { status, stdout, stderr };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
