/** Every command by its name, in the groups that the help shows. */
import type { CommandHelp } from "./command-help.ts";
import { APP_SERVER, DEBUG, DEMO, EXECPOLICY, EXPLAIN, LOG, PATCH, REVIEW, RUN, SANDBOX } from "./commands-run.ts";
import { EXEC, GRANTS } from "./commands-agent.ts";
import { COMPLETION, CONFIG, DOCTOR, PRESET, TRUST } from "./commands-settings.ts";

export const COMMAND_GROUPS: readonly (readonly [title: string, commands: Readonly<Record<string, CommandHelp>>])[] = [
  [
    "Run and judge",
    {
      run: RUN,
      exec: EXEC,
      explain: EXPLAIN,
      review: REVIEW,
      patch: PATCH,
      sandbox: SANDBOX,
      debug: DEBUG,
      "app-server": APP_SERVER,
    },
  ],
  ["Settings", { config: CONFIG, preset: PRESET, trust: TRUST, doctor: DOCTOR }],
  ["Rules, records and more", { grants: GRANTS, execpolicy: EXECPOLICY, log: LOG, demo: DEMO, completion: COMPLETION }],
];

export const COMMANDS: ReadonlyMap<string, CommandHelp> = new Map(
  COMMAND_GROUPS.flatMap(([, commands]) => Object.entries(commands)),
);

/** Other names of commands. */
export const ALIASES: ReadonlyMap<string, string> = new Map([["why", "explain"]]);
