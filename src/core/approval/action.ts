/** What is asked of assent; every surface speaks in these. */
import type { Millis } from "../../kit/time.ts";
import type { Command } from "../shell/reading.ts";

/** Names one case within a session: "1", "2", …; of what a running command asks about: "2.1", "2.2", … */
export type CaseId = string;

export type NetworkProtocol = "http" | "https" | "socks5_tcp" | "socks5_udp";

export type Action =
  /** `cwd` is absolute; `escalate` asks to run outside the sandbox; `why` is the agent's own reason. */
  | {
      readonly kind: "command";
      readonly argv: Command;
      readonly cwd: string;
      readonly escalate: boolean;
      readonly why: string | null;
    }
  /** `text` in the `*** Begin Patch` format; paths in it start from `cwd`. */
  | { readonly kind: "patch"; readonly text: string; readonly cwd: string; readonly why: string | null }
  /** `command` is the one that wants to connect, `chain` what started it, outermost first; where that is known. */
  | {
      readonly kind: "network";
      readonly host: string;
      readonly port: number;
      readonly protocol: NetworkProtocol;
      readonly command: Command | null;
      readonly chain?: readonly Command[];
      readonly why: string | null;
    }
  /** A program that is about to start inside a running command; its words are as the caller gave them. */
  | {
      readonly kind: "exec";
      readonly argv: Command;
      /** The file as the caller named it, made absolute; null where it has no name (memfd, a descriptor). */
      readonly path: string | null;
      readonly cwd: string;
      /** Words of the processes above it, outermost first. */
      readonly chain: readonly Command[];
      /** The case of the command that runs. */
      readonly within: CaseId;
      /** When that command started. */
      readonly since: Millis;
      readonly why: null;
    };

/**
 * Who carries the action out once it is granted: `run` we do; `judge` the caller does,
 * without our sandbox, so what only a sandbox made safe must be asked.
 */
export type Mode = "run" | "judge";

export type Request = { readonly action: Action; readonly mode: Mode };
