#!/usr/bin/env node
/** The entry point: finds the subcommand and loads nothing else. */
import { VERSION } from "./version.ts";

/** A subcommand: what it is for, and its program, loaded only when it is called. Resolves with the exit status. */
type Subcommand = {
  readonly summary: string;
  readonly load: () => Promise<(args: readonly string[]) => number | Promise<number>>;
};

const COMMANDS: Readonly<Record<string, Subcommand>> = {
  run: {
    summary: "judge a command, ask where needed, run it in its sandbox",
    load: async () => (await import("./compose/run.ts")).runCommand,
  },
  explain: {
    summary: "tell what would be decided about a command, why, and what would change it",
    load: async () => (await import("./compose/explain.ts")).explainCommand,
  },
  patch: {
    summary: "judge, show and apply a patch",
    load: async () => (await import("./compose/patch.ts")).patchCommand,
  },
  sandbox: {
    summary: "run a command in the sandbox without judging it",
    load: async () => (await import("./compose/sandbox.ts")).sandboxCommand,
  },
  debug: {
    summary: "run a command in the sandbox and tell how it is held",
    load: async () => (await import("./compose/sandbox.ts")).debugCommand,
  },
  execpolicy: {
    summary: "check a command against rules files",
    load: async () => (await import("./compose/execpolicy.ts")).execpolicyCommand,
  },
  log: {
    summary: "tell what happened in a session, and why",
    load: async () => (await import("./compose/log.ts")).logCommand,
  },
  demo: {
    summary: "watch a scripted agent, and answer its questions",
    load: async () => (await import("./compose/demo.ts")).demoCommand,
  },
};

/** Other names of subcommands. */
const ALIASES: Readonly<Record<string, string>> = { why: "explain" };

const USAGE_STATUS = 64;
const FAULT_STATUS = 70;

async function main(args: readonly string[]): Promise<number> {
  const [given, ...rest] = args;
  const name = given !== undefined && Object.hasOwn(ALIASES, given) ? ALIASES[given] : given;
  const [topic] = rest;
  if (name === "help" && topic !== undefined) return main([topic, "--help"]);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    return print(help());
  }
  if (name === "--version" || name === "-V") {
    return print(`assent ${VERSION}\n`);
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const { visible } = await import("./kit/text.ts");
    process.stderr.write(`assent: there is no command ${visible(JSON.stringify(name))}\nTry: assent --help\n`);
    return USAGE_STATUS;
  }
  const program = await command.load();
  if (!(await areWhole(rest))) {
    process.stderr.write("assent: an argument is not valid UTF-8, and could not be passed on as it is\n");
    return USAGE_STATUS;
  }
  return program(rest);
}

/** Resolves with the status: an output that takes nothing is a fault, but none with a stack trace. */
function print(text: string): Promise<number> {
  return new Promise((resolve) => {
    process.stdout.once("error", () => resolve(FAULT_STATUS));
    process.stdout.write(text, (failure) => {
      if (failure === null || failure === undefined) resolve(0);
    });
  });
}

/** Node puts U+FFFD in the place of bytes that are no UTF-8: a command would get other arguments than were given. */
async function areWhole(args: readonly string[]): Promise<boolean> {
  if (!args.some((arg) => arg.includes("\ufffd"))) return true;
  return (await import("./effects/raw-arguments.ts")).areArgumentsText();
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: assent COMMAND [OPTION]...

The approval-and-sandbox runtime between a coding agent and your machine.

${lines.join("\n")}

  -V, --version  show the version
  -h, --help     show this help; assent COMMAND --help tells of one command

Example:
  assent run -- git status
`;
}

// The last resort: whatever went wrong, no stack trace, and never a status that looks like success.
main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (failure: unknown) => {
    process.stderr.write(`assent: ${failure instanceof Error ? failure.message : String(failure)}\n`);
    process.exitCode = FAULT_STATUS;
  },
);
