/** Compares plain readings with what bash did: nothing may run that is not in them. */
import type { Command } from "../../../../src/core/shell/reading.ts";
import { runInBash } from "./bash.ts";
import type { Run } from "./trace.ts";

export type Read = { readonly script: string; readonly commands: readonly Command[] };

/** All that is wrong with each reading; an empty list where bash did nothing that is not in it. */
export async function faultsOf(readings: readonly Read[]): Promise<readonly (readonly string[])[]> {
  const runs = await runInBash(readings.map(({ script }) => script));
  const found = readings.map(({ commands }, at) => faultsOfRuns(runs[at] ?? [], commands));
  // A shell within a shell is only recorded: its script is run by itself, and belongs to the same reading.
  const inner = found.flatMap(({ scripts }, at) =>
    [...new Set(scripts)].map((script) => ({ at, script, commands: readings[at]?.commands ?? [] })),
  );
  const innerFaults = inner.length === 0 ? [] : await faultsOf(inner);
  return found.map(({ faults }, at) => {
    const deeper = inner.flatMap((one, index) => (one.at === at ? (innerFaults[index] ?? []) : []));
    return [...new Set([...faults, ...deeper.map((fault) => `in a shell of its own: ${fault}`)])];
  });
}

type Found = { readonly faults: readonly string[]; readonly scripts: readonly string[] };

function faultsOfRuns(runs: readonly Run[], commands: readonly Command[]): Found {
  if (runs.length === 0) return { faults: ["no shell can be given a NUL"], scripts: [] };
  const found = runs.map((run) => faultsOfRun(run, commands));
  return { faults: found.flatMap(({ faults }) => faults), scripts: found.flatMap(({ scripts }) => scripts) };
}

function faultsOfRun({ commands: ran, constructs, written, status }: Run, commands: readonly Command[]): Found {
  const faults = [
    ...(status === null ? ["did not end"] : []),
    ...written.map((name) => `wrote the file ${name}`),
    ...constructs.map((construct) => `ran ${construct}`),
  ];
  const scripts: string[] = [];
  const left = commands.map((words) => JSON.stringify(words));
  for (const { words, isMaybeAssignment } of ran) {
    const at = left.indexOf(JSON.stringify(words));
    const script = isMaybeAssignment ? null : innerScript(words);
    if (at !== -1) left.splice(at, 1);
    else if (script !== null) scripts.push(script);
    else faults.push(`${isMaybeAssignment ? "set or ran" : "ran"} ${JSON.stringify(words)}`);
  }
  return { faults, scripts };
}

function innerScript([program = "", flag = "", script, ...more]: readonly string[]): string | null {
  const isShell = ["bash", "sh", "zsh"].includes(program) && ["-c", "-lc"].includes(flag);
  return isShell && more.length === 0 ? (script ?? null) : null;
}
