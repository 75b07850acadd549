/** What is asked of assent; every surface speaks in these. */
import type { Json } from "../../kit/json.ts";
import type { Millis } from "../../kit/time.ts";
import type { ToolApproval } from "../config/servers.ts";
import type { Extra } from "../permissions/extra.ts";
import type { Command } from "../shell/reading.ts";

/** Names one case within a session: "1", "2", …; of what a running command asks about: "2.1", "2.2", … */
export type CaseId = string;

/** Names one turn of a thread. */
export type TurnId = string;

export type NetworkProtocol = "http" | "https" | "socks5_tcp" | "socks5_udp";

export type Action =
  /** `cwd` is absolute; `escalate` asks to run outside the sandbox; `why` is the agent's own reason. */
  | {
      readonly kind: "command";
      readonly argv: Command;
      readonly cwd: string;
      readonly escalate: boolean;
      readonly why: string | null;
      /** Permissions that are wanted for this command alone, beside those of the sandbox. */
      readonly more?: Extra;
      /** The rule that the agent would like to be proposed; checked like any other. */
      readonly suggested?: readonly string[];
      /** The name of the skill whose script it is. */
      readonly skill?: string;
      /** True where it gets a terminal of its own. */
      readonly tty?: boolean;
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
    }
  /** Text for the input of a command that runs already. */
  | {
      readonly kind: "stdin";
      readonly text: string;
      /** What the agent calls the process. */
      readonly process: string;
      /** The words of that command, and its folder. */
      readonly argv: Command;
      readonly cwd: string;
      readonly isSandboxed: boolean;
      readonly why: null;
    }
  /** The agent asks for permissions for the commands and patches that follow. Paths in `wanted` are absolute. */
  | { readonly kind: "permissions"; readonly wanted: Extra; readonly cwd: string; readonly why: string | null }
  | {
      readonly kind: "mcp";
      readonly server: string;
      readonly tool: string;
      readonly input: Json;
      readonly about: ToolAbout;
      /** What the settings say of this tool; null where they say nothing. */
      readonly approval: ToolApproval | null;
      readonly why: null;
    }
  /** A server of the Model Context Protocol asks the person something. */
  | {
      readonly kind: "elicitation";
      readonly server: string;
      readonly message: string;
      readonly form: ElicitationForm;
      readonly why: null;
    };

/** What a server tells of its tool. Nothing of it is more than the server's word. */
export type ToolAbout = {
  readonly title: string | null;
  readonly description: string | null;
  /** Hints that were not given are null. */
  readonly hints: {
    readonly readOnly: boolean | null;
    readonly destructive: boolean | null;
    readonly openWorld: boolean | null;
    readonly idempotent: boolean | null;
  };
};

export type ElicitationForm =
  /** `schema`: a JSON Schema of an object with plain properties. */
  | { readonly kind: "form"; readonly schema: Json }
  | { readonly kind: "url"; readonly url: string; readonly id: string };

/**
 * Who carries the action out once it is granted: `run` we do; `judge` the caller does,
 * without our sandbox, so what only a sandbox made safe must be asked.
 */
export type Mode = "run" | "judge";

export type Request = {
  readonly action: Action;
  readonly mode: Mode;
  /** The turn that it belongs to; left out where there are no turns. */
  readonly turn?: TurnId;
  /** What the surface knows it by: the model's id of the call. Decides nothing. */
  readonly item?: string;
  /** The agent that it was delegated to; left out for the thread's own. A grant for the session holds for one agent. */
  readonly agent?: string;
};
