/** The commands that let an agent work and tell what it was granted: options and examples. */
import { type CommandHelp, HOLDS, leaf } from "./command-help.ts";

export const EXEC: CommandHelp = {
  summary: "let an agent do a task, without a terminal",
  usage: ["[OPTION]... TASK|-", "resume [OPTION]... ID|--last TASK|-"],
  about: `Let an agent do one task and end. What it says last goes to standard output, all
else to standard error. Nobody is asked, unless -a or --answers says so: what
would be asked is declined, told to the agent and listed at the end.`,
  options: [
    HOLDS,
    { title: "Where", options: ["cd", "add-dir", "skip-git-repo-check"] },
    { title: "Who answers", options: ["approve-for-me", "answers", "grants-for", "ignore-rules"] },
    { title: "The task", options: ["model", "image", "output-schema", "enable", "disable"] },
    { title: "Output", options: ["json", "output-last-message", "ephemeral"] },
  ],
  says: {
    "ask-for-approval": "untrusted, on-request, on-failure or never (default)",
    "full-auto": "workspace-write; wins over -s",
    json: "print events, one JSON object a line",
  },
  status:
    "0 the agent has ended, also where something was declined; 1 it failed; 64 usage; 78 configuration; 130 cancelled",
  examples: [
    ["exec -s workspace-write 'make the tests pass'", "nobody is asked"],
    ["exec -a on-request 'upgrade the packages'", "you are, in this terminal"],
    ["exec --approve-for-me 'upgrade the packages'", "the automatic reviewer first"],
  ],
  commands: { resume: leaf("go on with an earlier thread") },
  words: "text",
};

export const GRANTS: CommandHelp = {
  summary: "list, limit and revoke what was granted for sessions",
  usage: ["[list] [--json]", "revoke ID|--all", "limit ID [--for TIME] [--uses N] [--forget]"],
  about: `Tell what you have accepted for whole sessions, and take it back. A session goes
by that from its next action on. A grant is never made wider.`,
  options: [{ title: "Options", options: ["json", "all", "grants-for", "uses", "forget"] }],
  says: {
    all: "revoke all that is listed",
    "grants-for": "let it end after TIME: 90s, 20m, 1h, 2d",
    uses: "let it answer N more questions",
    forget: "let it end with its session",
  },
  status: "0 done, 64 usage or no such grant, 70 it could not be changed, 78 configuration",
  examples: [
    ["grants", "what holds, and how long"],
    ["grants limit 3f2a.g1 --for 1h", "an hour from now at most"],
  ],
  commands: {
    list: leaf("tell what is granted", undefined, ["json"]),
    revoke: leaf("take a grant back", "text", ["all"]),
    limit: leaf("let a grant end sooner", "text", ["grants-for", "uses", "forget"]),
  },
};
