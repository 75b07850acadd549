/** The commands about settings: what they are for, their options and examples. */
import { type CommandHelp, HOLDS, leaf } from "./command-help.ts";

const SHOW: CommandHelp = {
  summary: "show what holds here, and who said so",
  usage: ["[OPTION]... [KEY]"],
  about: `Show every setting that holds here, or those below KEY. Secrets are hidden.
Plain, defaults are dim; --origin tells layer, file and line of each value.`,
  options: [
    { title: "Output", options: ["origin", "json"] },
    { title: "What is asked", options: ["for", "cd"] },
    HOLDS,
  ],
  says: { json: "answer as JSON: by key, the value and its origin", cd: "as it holds in DIR" },
  status: "0 shown, 64 usage or no such key, 78 a file or a value is wrong",
  examples: [
    ["config show --origin", "with where it comes from"],
    ["config show features", "what stands below one key"],
    ["config show --for app-server --json", "for a client of the server"],
  ],
  words: "key",
};

const SET: CommandHelp = {
  summary: "set a key in your config.toml; all else in it stays as it is",
  usage: ["[OPTION]... KEY VALUE [KEY VALUE]..."],
  about: `Set keys in your config.toml, all or none. Comments, order and formatting of
all else stay as they are. VALUE is TOML; what is no TOML is text. A value that
is wrong, or a key that nobody knows, is refused, and nothing is written.`,
  options: [{ title: "Where", options: ["project", "cd"] }],
  says: { cd: "with --project: the folder whose project is meant" },
  status: "0 set, 64 usage, 70 it could not be written, 78 the file or the value is wrong",
  examples: [
    ["config set approval_policy untrusted", "ask more"],
    ["config set execpolicy.user_rules '[\"~/my.rules\"]'", "a list"],
  ],
  words: "key",
};

const UNSET: CommandHelp = {
  summary: "take a key out of your config.toml",
  usage: ["[OPTION]... KEY..."],
  about: null,
  options: [{ title: "Where", options: ["project", "cd"] }],
  says: SET.says ?? {},
  status: SET.status,
  examples: [["config unset sandbox_mode", "what is weaker holds again"]],
  words: "key",
};

const SCHEMA: CommandHelp = {
  summary: "print the JSON Schema of config.toml, for editors",
  usage: [""],
  about: `Print the JSON Schema of config.toml. Editors that know TOML (Taplo, Even Better
TOML) check and complete by it: put "#:schema FILE" into the first line.`,
  options: [],
  status: "0 printed, 64 usage",
  examples: [["config schema > ~/.codex/config.schema.json", "then: #:schema ./config.schema.json"]],
};

export const CONFIG: CommandHelp = {
  summary: "show or change the settings, and tell where each comes from",
  usage: ["COMMAND [OPTION]..."],
  about: "Show or change the settings, and tell where each comes from.",
  options: [],
  status: null,
  examples: [
    ["config show --origin", "what holds here, and who said so"],
    ["config set approval_policy untrusted", "ask more"],
  ],
  commands: { show: SHOW, set: SET, unset: UNSET, schema: SCHEMA },
};

export const PRESET: CommandHelp = {
  summary: "choose how much is asked and what is allowed",
  usage: ["[OPTION]... [PRESET]"],
  about: `Choose an approval policy and a sandbox mode together, for all sessions to come.
Without PRESET: show the three, and what holds now.`,
  options: [{ title: "Options", options: ["yes"] }],
  says: { yes: "choose full-access without being asked whether it is meant" },
  status: "0 done, 64 usage, 76 declined, 78 a requirement forbids it or a file is wrong",
  examples: [
    ["preset", "what there is"],
    ["preset read-only", "write nothing without being asked"],
  ],
  words: "preset",
};

const TRUST_SHOW: CommandHelp = {
  summary: "show what is trusted here, and what has changed since",
  usage: ["[OPTION]... [DIR]"],
  about: null,
  options: [{ title: "Options", options: ["json"] }],
  status: "0 shown, 64 usage, 78 a file is wrong",
  examples: [["trust show", "this folder's project"]],
  words: "folder",
};

export const TRUST: CommandHelp = {
  summary: "let a project's settings and rules count, or not",
  usage: ["[show|add|deny|remove] [OPTION]... [DIR]"],
  about: `A project's .codex files only tighten until you trust them, as they are. When
they change, they only tighten again until you have seen the difference.`,
  options: [{ title: "Options", options: ["json", "yes", "digest"] }],
  says: {
    json: "show: answer as JSON",
    yes: "add: do not ask; goes with --digest",
    digest: "add: trust exactly the content that show printed this digest for",
  },
  status: "0 done, 64 usage, 76 declined, 78 a file is wrong",
  examples: [
    ["trust", "what is trusted here, and what has changed"],
    ["trust add", "see it, and trust it"],
    ["trust deny ~/src/stranger", "ask about everything there"],
  ],
  commands: {
    show: TRUST_SHOW,
    add: leaf("show what would count, and trust it", "folder", ["yes", "digest"]),
    deny: leaf("mark as untrusted: its files only tighten, and commands ask", "folder", []),
    remove: leaf("forget what was said of it", "folder", []),
  },
};

export const DOCTOR: CommandHelp = {
  summary: "check this machine, the settings and the sandbox, and say what to do",
  usage: ["[OPTION]..."],
  about: `Check the sandbox, the kernel, settings, rules, requirements and trust. Each
finding is ok, a warning or a problem, and says what to do.`,
  options: [
    { title: "Output", options: ["json"] },
    { title: "What is checked", options: ["cd", "profile", "config"] },
  ],
  status: "0 no problem, 1 a problem, 64 usage",
  examples: [
    ["doctor", "does all of it work here?"],
    ["doctor --json", "the same for a script"],
  ],
};

export const COMPLETION: CommandHelp = {
  summary: "print what completes commands in bash, zsh or fish",
  usage: ["bash|zsh|fish"],
  about: `Print a script that completes commands, options and their values.

bash: put this into ~/.bashrc:   eval "$(assent completion bash)"
zsh:  put this into ~/.zshrc:    eval "$(assent completion zsh)"
fish: assent completion fish > ~/.config/fish/completions/assent.fish`,
  options: [],
  status: "0 printed, 64 usage",
  examples: [["completion zsh > ~/.zfunc/_assent", "a file on $fpath works as well"]],
  words: "shell",
};
