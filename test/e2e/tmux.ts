/** A real terminal for tests: its own tmux server, driven by keys, read by its screen. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How often a screen is looked at, and how long at most, until it shows what is waited for. */
const LOOK_MS = 25;
const LOOKS_MAX = 400;

export class Tmux {
  readonly #socket: string;
  readonly folder: string;

  /** A shell in a terminal of the given size. `env` is added to a small fixed environment. */
  constructor(columns: number, rows: number, env: Readonly<Record<string, string>> = {}) {
    this.folder = mkdtempSync(join(tmpdir(), "assent-e2e-"));
    this.#socket = join(this.folder, "socket");
    const clean = { PATH: process.env["PATH"] ?? "", HOME: this.folder, LC_ALL: "C.UTF-8", TERM: "xterm-256color" };
    const size = ["-x", String(columns), "-y", String(rows)];
    const shell = ["env", ...Object.entries(env).map(([name, value]) => `${name}=${value}`), "PS1=ready> ", "sh"];
    execFileSync("tmux", ["-f", "/dev/null", "-S", this.#socket, "new-session", "-d", ...size, ...shell], {
      env: clean,
    });
  }

  /** Text as it would be typed, all in one piece. */
  type(text: string): void {
    this.#run(["send-keys", "-l", text]);
  }

  /** Keys by their names: `Enter`, `Up`, `C-c`. */
  key(...names: readonly string[]): void {
    this.#run(["send-keys", ...names]);
  }

  /** As a terminal pastes, with the marks if the program asked for them. */
  paste(text: string): void {
    this.#run(["set-buffer", text]);
    this.#run(["paste-buffer", "-p"]);
  }

  resize(columns: number, rows: number): void {
    this.#run(["resize-window", "-x", String(columns), "-y", String(rows)]);
  }

  /** What stands on the screen, line by line, without blanks at the ends. */
  screen(): readonly string[] {
    return this.#run(["capture-pane", "-p"]).trimEnd().split("\n");
  }

  /** The screen with its sequences for style. */
  painted(): string {
    return this.#run(["capture-pane", "-p", "-e"]);
  }

  /** The screen once it holds `text`; throws with the screen if that never happens. */
  async shows(text: string): Promise<readonly string[]> {
    return this.#until(text, (screen) => screen.includes(text));
  }

  /** The screen once one of its lines is one of `lines`. */
  async showsLine(...lines: readonly string[]): Promise<readonly string[]> {
    return this.#until(lines.join(" or "), (screen) => screen.split("\n").some((line) => lines.includes(line)));
  }

  /** The terminal goes away with all that runs in it. */
  hangUp(): void {
    this.#run(["kill-pane"]);
  }

  close(): void {
    // Not #run: the server may have ended by itself.
    spawnSync("tmux", ["-S", this.#socket, "kill-server"]);
    // A program that is just ending may still write there.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  async #until(what: string, test: (screen: string) => boolean): Promise<readonly string[]> {
    for (let look = 0; look < LOOKS_MAX; look++) {
      if (test(this.screen().join("\n"))) return this.screen();
      await pause(LOOK_MS);
    }
    throw new Error(`waited for ${what}, the screen is:\n${this.screen().join("\n")}`);
  }

  #run(args: readonly string[]): string {
    return execFileSync("tmux", ["-S", this.#socket, ...args], { encoding: "utf8" });
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
