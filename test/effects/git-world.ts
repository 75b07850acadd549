/** Repositories made by the real git, without anybody's settings. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const ENV = {
  PATH: process.env["PATH"],
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@localhost",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@localhost",
};

/** Output of git; a status of 1, which some commands answer with, is no failure. */
export function git(cwd: string, args: readonly string[], input: string | Buffer = ""): string {
  try {
    return execFileSync("git", args, { cwd, input, env: ENV, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 1) return "";
    throw error;
  }
}

/** Files by path; a path that ends in a slash is an empty folder. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(path.endsWith("/") ? `${folder}/${path}` : dirname(`${folder}/${path}`), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(`${folder}/${path}`, text);
  }
}
