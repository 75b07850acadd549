#!/usr/bin/env node
/** The entry point: finds the subcommand and loads nothing else. */
import { VERSION } from "./version.ts";

/** The program of a subcommand, loaded only when it is called. Resolves with the exit status. */
type Load = () => Promise<(args: readonly string[]) => number | Promise<number>>;

/** What each is for stands in surfaces/cli/commands.ts. */
const COMMANDS: Readonly<Record<string, Load>> = {
  run: async () => (await import("./compose/run.ts")).runCommand,
  exec: async () => (await import("./compose/exec.ts")).execCommand,
  explain: async () => (await import("./compose/explain.ts")).explainCommand,
  review: async () => (await import("./compose/review.ts")).reviewCommand,
  patch: async () => (await import("./compose/patch.ts")).patchCommand,
  sandbox: async () => (await import("./compose/sandbox.ts")).sandboxCommand,
  debug: async () => (await import("./compose/sandbox.ts")).debugCommand,
  config: async () => (await import("./compose/config.ts")).configCommand,
  trust: async () => (await import("./compose/trust.ts")).trustCommand,
  preset: async () => (await import("./compose/preset.ts")).presetCommand,
  doctor: async () => (await import("./compose/doctor.ts")).doctorCommand,
  "app-server": async () => (await import("./compose/app-server.ts")).appServerCommand,
  grants: async () => (await import("./compose/grants.ts")).grantsCommand,
  execpolicy: async () => (await import("./compose/execpolicy.ts")).execpolicyCommand,
  log: async () => (await import("./compose/log.ts")).logCommand,
  demo: async () => (await import("./compose/demo.ts")).demoCommand,
  completion: async () => (await import("./compose/completion.ts")).completionCommand,
  // Another name of one.
  why: async () => (await import("./compose/explain.ts")).explainCommand,
};

const USAGE_STATUS = 64;
const FAULT_STATUS = 70;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "help" && rest.length > 0) return main([...rest, "--help"]);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    return (await import("./compose/help.ts")).helpCommand();
  }
  if (name === "--version" || name === "-V") {
    return print(`assent ${VERSION}\n`);
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) return (await import("./compose/help.ts")).tellUnknown(name);
  const program = await load();
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
