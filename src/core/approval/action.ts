/** What is asked of assent; every surface speaks in these. */
import type { Command } from "../shell/reading.ts";

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
    };

/**
 * Who carries the action out once it is granted: `run` we do; `judge` the caller does,
 * without our sandbox, so what only a sandbox made safe must be asked.
 */
export type Mode = "run" | "judge";

export type Request = { readonly action: Action; readonly mode: Mode };
