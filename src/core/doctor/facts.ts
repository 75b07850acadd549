/** What the doctor knows of the machine and the settings before it judges them. */
import type { ConfigError } from "../config/error.ts";
import type { LayerName, Origin } from "../config/layers.ts";
import type { Requirements } from "../config/requirements.ts";
import type { Settings } from "../config/settings.ts";
import type { Trust } from "../config/trust.ts";
import type { BrokenFile } from "../policy/rules.ts";
import type { Result } from "../../kit/result.ts";
import type { Backend } from "../sandbox/backend.ts";
import type { Helper } from "../sandbox/helper.ts";

export type VersionFacts = {
  readonly assent: string;
  /** `20.20.0`. */
  readonly node: string;
  /** As Node names it: `linux`, `x64`. */
  readonly platform: string;
  readonly architecture: string;
  /** `6.18.0-generic`. */
  readonly kernel: string;
  /** What the system calls itself; null where it does not say. */
  readonly system: string | null;
  readonly backend: Backend;
  /** Of bubblewrap, where there is one and it runs: `0.8.0`. */
  readonly bubblewrap: { readonly version: string | null; readonly isSetuid: boolean } | null;
};

/** What a sandbox that was really made let through. */
export type Trial =
  | {
      readonly kind: "ran";
      /** The exit status of a command that does nothing. */
      readonly status: number;
      /** Whether a file outside the workspace could be made, and a listener of the host be reached. */
      readonly write: "stopped" | "done" | "unknown";
      readonly network: "stopped" | "done" | "unknown";
      /** Whether a system call filter lay on the command. */
      readonly isFiltered: boolean;
    }
  | { readonly kind: "failed"; readonly why: string };

export type SandboxFacts = {
  readonly platform: string;
  readonly isRoot: boolean;
  readonly backend: Backend;
  readonly isSetuid: boolean;
  /** Settings of the kernel; null where it has none of that name. */
  readonly kernel: {
    readonly unprivilegedUserns: number | null;
    readonly apparmorRestrictsUserns: number | null;
    readonly usernsMax: number | null;
    /** What a filter may do with a call: `errno`, `user_notif`; null where the kernel does not tell. */
    readonly filterActions: readonly string[] | null;
  };
  readonly helper: Helper;
  /** What the supervisor says of the kernel when it is started; null where it does not run. */
  readonly landlock: number | null;
  readonly groups: { readonly version: "v1" | "v2" | null; readonly processes: boolean; readonly memory: boolean };
  readonly trial: Trial;
};

export type ConfigFile = {
  readonly layer: LayerName;
  readonly file: string;
  readonly state: "absent" | "there" | { readonly error: ConfigError };
};

export type ConfigurationFacts = {
  /** Strongest first. */
  readonly files: readonly ConfigFile[];
  /** Why nothing can be started with what was read and typed; null if it can. */
  readonly error: ConfigError | null;
  /** In words. */
  readonly notices: readonly string[];
};

export type RulesFacts = {
  /** How many rules each file has, in the order they are read. */
  readonly files: readonly { readonly file: string; readonly layer: string; readonly rules: number }[];
  readonly broken: readonly BrokenFile[];
};

export type PolicyFacts = {
  readonly settings: Pick<Settings, "approvalPolicy" | "sandboxMode" | "reviewer" | "autoReview" | "smartApprovals">;
  /** By key; a key that is missing is a default. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What commands may touch, in words that begin with the mode. */
  readonly permissions: string;
};

export type TrustFacts = {
  readonly root: string;
  readonly trust: Trust;
  /** The files of the project that steer assent, from its root. */
  readonly files: readonly string[];
  /** True if some of it would loosen something, were it trusted. */
  readonly wouldLoosen: boolean;
};

export type NetworkFacts = {
  /** Variables that name a proxy, without what is secret in them. */
  readonly proxies: readonly { readonly name: string; readonly address: string; readonly isUsable: boolean }[];
  readonly noProxy: string | null;
  /** Whether hosts are allowed one by one, for which the supervisor is needed. */
  readonly hasHosts: boolean;
  readonly hasHelper: boolean;
};

export type SecretsFacts = {
  /** False if the settings switch assent's list off. */
  readonly deniesStores: boolean;
  /** Names of key stores that are here and that commands cannot read. */
  readonly stores: readonly string[];
  /** Those that the settings let commands read. */
  readonly allowed: readonly string[];
  /** Names of variables that commands do not get. */
  readonly variables: readonly string[];
};

export type TerminalFacts = {
  /** Whether a person could be asked, whatever the streams lead to. */
  readonly hasTerminal: boolean;
  readonly size: { readonly columns: number; readonly rows: number } | null;
  readonly term: string | null;
  readonly isUnicode: boolean;
  readonly hasColour: boolean;
  /** `tmux`, `screen`, `ssh`: what it is seen through. */
  readonly through: readonly string[];
};

export type OwnPath = {
  readonly path: string;
  readonly owner: number;
  /** The permission bits. */
  readonly mode: number;
};

export type HomeFacts = {
  readonly home: string;
  /** The user that assent runs as; null where the system has no numbers for users. */
  readonly user: number | null;
  /** `missing`: it is made when it is needed. Text: why nothing can be written there. */
  readonly state: "writable" | "missing" | { readonly why: string };
  /** Bytes on the disk that this user may still write; null if not known. */
  readonly bytesFree: number | null;
  /** Every folder on the way to the home, the home, and what steers assent in it; outermost first. */
  readonly paths: readonly OwnPath[];
};

export type AgentFacts = { readonly found: readonly { readonly name: string; readonly path: string }[] };

/** Null for what could not be found out, since the settings cannot be used. */
export type Facts = {
  readonly versions: VersionFacts;
  readonly sandbox: SandboxFacts;
  readonly configuration: ConfigurationFacts;
  readonly rules: RulesFacts;
  readonly requirements: Result<Requirements, ConfigError>;
  readonly policy: PolicyFacts | null;
  readonly trust: TrustFacts | null;
  readonly network: NetworkFacts;
  readonly secrets: SecretsFacts;
  readonly terminal: TerminalFacts;
  readonly home: HomeFacts;
  readonly agents: AgentFacts;
};
