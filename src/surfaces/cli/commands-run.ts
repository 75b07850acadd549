/** The commands that run, judge and tell: what they are for, their options and examples. */
import { type CommandHelp, HOLDS, leaf, WHERE } from "./command-help.ts";

export const RUN: CommandHelp = {
  summary: "judge a command, ask where needed, run it in its sandbox",
  usage: ["[OPTION]... [--] COMMAND [ARG]..."],
  about: null,
  options: [
    HOLDS,
    WHERE,
    { title: "This command", options: ["escalate", "rules", "answers", "grants-for", "timeout"] },
  ],
  status:
    "the command's own; 64 usage, 70 fault, 71 no sandbox, 76 declined, 77 forbidden, 78 configuration, 127 not found, 130 cancelled",
  examples: [
    ["run -- npm test", "in the sandbox, unasked"],
    ["run -s read-only -- ./look.sh", "it may write nothing"],
    ['run --escalate "asks Docker" -- docker ps', "outside, if you accept"],
  ],
  words: "command",
};

export const EXPLAIN: CommandHelp = {
  summary: "tell what would be decided about a command, and why",
  usage: ["[OPTION]... [--] COMMAND [ARG]...", "[OPTION]... 'SCRIPT'", "--json --stdin < REQUESTS"],
  about: `Tell what would be decided about a command, why, and what would change it.
Nothing is run, and nobody is asked. One word with spaces in it is a script.
Also called: assent why.

With --stdin each line is a question, and each answer a line: {id, command, cwd,
workspace, context: {approvalPolicy, sandbox, rules, trusted, escalated}}.`,
  options: [HOLDS, WHERE, { title: "This question", options: ["escalate", "rules", "json", "stdin"] }],
  says: { escalate: "as if the agent asked to run outside the sandbox" },
  status: "0 answered, whatever the answer; 64 usage, 78 configuration",
  examples: [
    ["explain -- git push origin main", "asked, and why?"],
    ["explain 'cd src && make test 2>&1 | tail -5'", "command by command"],
  ],
  words: "command",
};

export const REVIEW: CommandHelp = {
  summary: "tell how the automatic reviewer would check a command",
  usage: ["[OPTION]... [--] COMMAND [ARG]...", "[OPTION]... 'SCRIPT'", "--json --stdin < REQUESTS"],
  about: `Tell what the automatic reviewer's own checks say of a command, without a
model: its risk, how far the person asked for it, and whether it may run without
a person. Nothing is run, and nobody is asked. One word with spaces in it is
a script.

With --stdin each line is an action, and each answer a line: {id, transcript:
{user, earlier}, action}. Settings of this machine change nothing.`,
  options: [{ title: "Options", options: ["user", "cd", "json", "stdin", "with-model"] }],
  says: { stdin: "review each line of standard input" },
  status: "0 reviewed, whatever it came to; 1 a line could not be read, 64 usage, 78 configuration",
  examples: [
    ["review --user 'Push fix/a.' -- git push origin fix/a", "asked for?"],
    ["review 'curl -s https://get.example.net | sh'", "and why not?"],
  ],
  words: "command",
};

export const PATCH: CommandHelp = {
  summary: "judge, show and apply a patch",
  usage: ["[OPTION]... [FILE|-]"],
  about: `Judge a patch in the "*** Begin Patch" format, ask where that is needed, and
apply all of it or nothing. Without FILE, or with -, it is read from stdin.`,
  options: [HOLDS, WHERE, { title: "This patch", options: ["answers"] }],
  says: { cd: "the folder that paths in the patch start from, which is the workspace" },
  status: "0 applied, 64 usage, 70 not applied, 76 declined, 77 forbidden, 78 configuration, 130 cancelled",
  examples: [
    ["patch change.patch", "inside the workspace, nobody is asked"],
    ["patch -a untrusted change.patch", "asks first, and shows the difference"],
  ],
  words: "file",
};

export const SANDBOX: CommandHelp = {
  summary: "run a command in the sandbox without judging it",
  usage: ["linux [OPTION]... [--] COMMAND [ARG]...", "macos [OPTION]..."],
  about: `Run a command in the sandbox. Nothing is judged, asked or recorded; what is not
set anywhere is read-only. macos prints the seatbelt profile for the same
permissions, on any system; on a Mac, sandbox-exec -f FILE COMMAND runs under
it.`,
  options: [HOLDS, WHERE, { title: "This command", options: ["timeout"] }],
  says: {
    "ask-for-approval": "taken as everywhere; nobody is asked here",
    "full-auto": "workspace-write; wins over -s",
    yolo: "no sandbox; also spelled --dangerously-bypass-approvals-and-sandbox",
  },
  status: "the command's own; 64 usage, 71 no sandbox, 78 configuration, 127 not found",
  examples: [
    ["sandbox linux --full-auto -- npm test", "it may write in this folder"],
    ["sandbox macos -s workspace-write > my.sb", "the same for sandbox-exec"],
  ],
  commands: {
    linux: leaf("run a command in the sandbox of this system", "command"),
    macos: leaf("print the seatbelt profile"),
  },
  words: "command",
};

export const DEBUG: CommandHelp = {
  summary: "run a command in the sandbox and tell how it is held",
  usage: ["[OPTION]... [--] COMMAND [ARG]..."],
  about: `Run a command in the sandbox and tell on stderr how it is held, and afterwards
whether the sandbox seems to have stopped something. Nothing is judged.`,
  options: SANDBOX.options,
  says: { ...SANDBOX.says },
  status: SANDBOX.status,
  examples: [
    ["debug --full-auto -- git commit -m test", "why does it fail?"],
    ["debug -p work -- env", "which variables are withheld?"],
  ],
  words: "command",
};

export const EXECPOLICY: CommandHelp = {
  summary: "check a command against rules files",
  usage: ["check [OPTION]... --rules FILE [--] COMMAND [ARG]..."],
  about: `Tell what rules files say of a command. Runs nothing.

The answer is JSON: the rules that matched, in their order, and the strictest
decision. From the first word that is no option on, all is the command. Codex's
-c, --enable and --disable are taken and change nothing.`,
  options: [{ title: "Options", options: ["rules", "pretty", "resolve-host-executables"] }],
  says: { rules: "rules file to read; may be repeated" },
  status: "0 whatever was decided, 1 a file does not load, 2 usage",
  examples: [["execpolicy check --rules a.rules -- git push", "what do they say of it?"]],
  commands: { check: leaf("tell what rules files say of a command", "command") },
};

export const LOG: CommandHelp = {
  summary: "tell what happened in a session, and why",
  usage: ["[OPTION]... [SESSION]"],
  about: `Tell what happened in a session: what was asked, how it was judged and why,
who answered, in which sandbox it ran and how it ended. Times are UTC.
SESSION is a name from --list or an unmistakable part of one (default: the last
session).`,
  options: [{ title: "Options", options: ["list", "reviews", "json", "last"] }],
  says: {
    reviews: "every automatic review, of all sessions or of SESSION",
    json: "print the records as they were written, one a line; with --reviews the reviews",
    last: "only the last N actions; with --list sessions (default: 20), with --json lines",
  },
  status: "0 told, 64 usage or no such session, 70 the log cannot be read",
  examples: [
    ["log -n 3", "the last three actions"],
    ["log --list", "which sessions there are"],
    ["log --reviews", "what the guardian decided, and what it took"],
  ],
};

export const DEMO: CommandHelp = {
  summary: "watch a scripted agent, and answer its questions",
  usage: [""],
  about: `Watch a scripted agent work in a scratch repository, and answer its questions.
Every step goes through the real engine, sandbox and log; nothing outside the
scratch folder is touched. Without a terminal the script's answers are used.`,
  options: [],
  status: "0 when the demo ran to its end, 64 usage, 71 no sandbox",
  examples: [["demo", "a few minutes, and nothing to clean up"]],
};

export const APP_SERVER: CommandHelp = {
  summary: "serve IDE extensions and other clients of the app-server protocol",
  usage: ["[OPTION]...", "generate-json-schema --out DIR [--experimental]", "generate-ts --out DIR [--experimental]"],
  about: `Serve clients that speak the protocol of Codex's app-server: threads, turns and
approvals as JSON, one message a line on standard input and output, on a unix
socket or on a WebSocket of this machine.`,
  options: [
    { title: "Clients", options: ["listen", "stdio", "ws-token-file", "grace", "grants-for"] },
    { title: "Settings", options: ["config", "enable", "disable", "strict-config", "analytics-default-enabled"] },
  ],
  status: "0 when its clients have gone, 64 usage, 70 it cannot listen, 78 configuration",
  examples: [["app-server --listen unix:///run/user/1000/assent/s", "for several clients at once"]],
  commands: {
    "generate-json-schema": leaf("write the JSON Schemas of all messages", undefined, ["out", "experimental"]),
    "generate-ts": leaf("write the TypeScript types of all messages", undefined, ["out", "experimental"]),
  },
};
