/** Every option of the command line, said once: parsing, help and completion are made of it. */

/** What an option or an argument may hold, for completion. */
export type ValueKind =
  | "policy"
  | "mode"
  | "profile"
  | "preset"
  | "surface"
  | "shell"
  | "command"
  | "key"
  | "file"
  | "folder"
  | "text";

export type Option = {
  /** One letter. */
  readonly short?: string;
  /** As the help calls it, and what it is; absent for a switch. */
  readonly value?: readonly [name: string, kind: ValueKind];
  /** True if each value counts; of the others there may be one only. */
  readonly repeats?: boolean;
  /** Other spellings, long. */
  readonly also?: readonly string[];
  /** For people. */
  readonly says: string;
};

export const OPTIONS = {
  "ask-for-approval": {
    short: "a",
    value: ["POLICY", "policy"],
    says: "untrusted, on-request, on-failure or never",
  },
  sandbox: {
    short: "s",
    value: ["MODE", "mode"],
    says: "read-only, workspace-write or danger-full-access",
  },
  "full-auto": { says: "workspace-write and on-request; wins over -s and -a" },
  "approve-for-me": { says: "workspace-write with the automatic reviewer" },
  yolo: {
    also: ["dangerously-bypass-approvals-and-sandbox"],
    says: "no questions, no sandbox; also spelled --dangerously-bypass-approvals-and-sandbox",
  },
  config: {
    short: "c",
    value: ["KEY=VALUE", "key"],
    repeats: true,
    says: "set a key of config.toml, this time; may be repeated",
  },
  profile: { short: "p", value: ["NAME", "profile"], says: "the settings of [profiles.NAME]" },
  cd: { short: "C", value: ["DIR", "folder"], says: "the folder to work in, which is the workspace" },
  "add-dir": { value: ["DIR", "folder"], repeats: true, says: "another writable folder; may be repeated" },
  escalate: { value: ["WHY", "text"], says: "ask to run outside the sandbox, with the reason" },
  rules: { short: "r", value: ["FILE", "file"], repeats: true, says: "another rules file, read last; may be repeated" },
  answers: { value: ["FILE", "file"], says: "take the answers from FILE, one a line" },
  timeout: { value: ["SECONDS", "text"], says: "end the command and all that it started" },
  json: { says: "answer as JSON" },
  stdin: { says: "answer each line of standard input" },
  user: { value: ["TEXT", "text"], repeats: true, says: "what the person typed, oldest first; may be repeated" },
  "with-model": { says: "ask the model that the settings name as well" },
  origin: { says: "tell where each value comes from" },
  for: { value: ["SURFACE", "surface"], says: "run (default), sandbox, app-server or exec" },
  project: { says: "write the project's .codex/config.toml, not your own" },
  yes: { short: "y", says: "do it without asking" },
  digest: { value: ["DIGEST", "text"], says: "trust exactly the content that this digest stands for" },
  list: { says: "list the sessions, the last one at the end" },
  reviews: { says: "every automatic review, and what they took" },
  last: { short: "n", value: ["N", "text"], says: "only the last N" },
  pretty: { says: "print the answer over several lines" },
  "resolve-host-executables": {
    says: "let a rule for a bare name match a program's path where host_executable() does",
  },
  listen: { value: ["URL", "text"], says: "stdio:// (default), unix://PATH or ws://127.0.0.1:PORT" },
  stdio: { says: "the same as --listen stdio://" },
  "ws-token-file": {
    value: ["FILE", "file"],
    says: "the token that clients of a WebSocket send; a new one is printed without",
  },
  grace: { value: ["SECONDS", "text"], says: "how long questions wait when the last client has gone (default: 30)" },
  enable: { value: ["FEATURE", "text"], repeats: true, says: "the same as -c features.FEATURE=true" },
  disable: { value: ["FEATURE", "text"], repeats: true, says: "the same as -c features.FEATURE=false" },
  "strict-config": { says: "end where a settings file has keys that nobody knows" },
  "analytics-default-enabled": { says: "taken from clients and changes nothing: assent sends nothing home" },
  out: { value: ["DIR", "folder"], says: "the folder to write to" },
  experimental: { says: "what is experimental as well" },
  "output-last-message": { short: "o", value: ["FILE", "file"], says: "write what the agent says last to FILE" },
  "output-schema": { value: ["FILE", "file"], says: "the JSON Schema of what the agent says last" },
  model: { short: "m", value: ["MODEL", "text"], says: "the model to ask" },
  image: {
    short: "i",
    value: ["FILE", "file"],
    repeats: true,
    says: "a picture that goes with the task; may be repeated",
  },
  "skip-git-repo-check": { says: "work in a folder that is in no git repository" },
  "ignore-rules": { says: "read no rules of yours or of the project; an administrator's hold" },
  ephemeral: { says: "keep nothing of the thread" },
  "grants-for": {
    also: ["for"],
    value: ["TIME", "text"],
    says: "what is accepted for the session ends after TIME: 90s, 20m, 1h, 2d",
  },
  uses: { value: ["N", "text"], says: "and after it has answered N more questions" },
  forget: { says: "and ends with the session" },
  all: { says: "all of them" },
  latest: { also: ["last"], says: "the thread of this folder that was used last" },
  help: { short: "h", says: "show this help" },
} as const satisfies Readonly<Record<string, Option>>;

export type OptionName = keyof typeof OPTIONS;

/** What settings are found by, on every command that runs or judges something. */
export const SETTING_OPTIONS = [
  "ask-for-approval",
  "sandbox",
  "full-auto",
  "yolo",
  "profile",
  "config",
] as const satisfies readonly OptionName[];

export const PLACE_OPTIONS = ["cd", "add-dir"] as const satisfies readonly OptionName[];

export function optionOf(name: OptionName): Option {
  return OPTIONS[name];
}
