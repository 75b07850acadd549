/** What a connection does that is asked about. */
import { printCommand } from "../shell/print.ts";
import { effectsOf, surveyOf } from "../approval/survey.ts";
import type { Action } from "../approval/action.ts";
import type { Facts } from "../approval/facts.ts";
import { deedOfHost } from "./deeds-of-host.ts";
import { eased } from "./spelled.ts";
import { speechIn } from "./speech.ts";
import type { Background, Deed, Subject } from "./subject.ts";

/** Empty for what is no connection. */
export function deedsOfNetwork(subject: Subject, { words }: Background): readonly Deed[] {
  const { action } = subject.question;
  if (action.kind !== "network") return [];
  return [
    ...eased([deedOfHost(action, words)], words),
    ...behind(action, subject.facts),
    ...speechIn([action.host.replaceAll(/[-_.]/g, " ")]),
  ];
}

/** The command that wants to connect may have been given what must not leave. */
function behind({ command, chain = [] }: Extract<Action, { kind: "network" }>, facts: Facts): readonly Deed[] {
  const around = { home: facts.home, roots: facts.workspace.roots, keep: facts.workspace.keep };
  const cwd = facts.folder ?? facts.workspace.roots[0] ?? facts.home;
  const commands = [...chain, ...(command === null ? [] : [command])];
  return commands.flatMap((argv): readonly Deed[] => {
    const survey = surveyOf({ argv, cwd }, around);
    const secret = effectsOf(survey).find(({ kind }) => kind === "credentials");
    const why = survey.dangers[0]?.why ?? (secret === undefined ? null : `reads ${secret.target ?? "a secret"}`);
    if (why === null) return [];
    const what = `the command behind it ${why}: ${printCommand(argv)}`;
    return [{ act: "send", objects: [], bar: "person", level: "high", category: "exfiltration", what }];
  });
}
