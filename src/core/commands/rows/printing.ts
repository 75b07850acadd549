/** Programs that print what they are given, compute, wait, and show the environment. */
import { prefixOf, showValue, textOf, textValue, type Value } from "../../script/value.ts";
import type { Addition, Call, Row } from "../row.ts";
import { effect, type Scene } from "../scene.ts";
import { isSecretVariable } from "../secret-variables.ts";
import { showsNamesOnly } from "../names-only.ts";
import { isSeenThrough } from "../seen-through.ts";
import { settingsEffects } from "../settings.ts";

const INFORMS = { "--help --version": "informs" } as const;

export const PRINTING: readonly Row[] = [
  { names: ["echo", "gecho", "print"], about: "prints its words", anyOption: true, shows: true },
  { names: ["printf", "gprintf"], about: "prints its words in a form", anyOption: true, shows: true },
  { names: ["yes", "gyes"], about: "prints its words without end", anyOption: true, shows: true },
  {
    names: ["banner", "figlet", "toilet", "jot"],
    about: "prints its words",
    anyOption: true,
    shows: true,
  },
  {
    names: ["seq", "gseq"],
    about: "prints numbers in a row",
    anyOption: true,
    options: { "-s= -f= -t= -w": "ok", ...INFORMS },
  },
  {
    names: ["true", "gtrue", "false", "gfalse", ":", "test", "[", "[["],
    about: "tests something, and says no more than yes or no",
    anyOption: true,
  },
  {
    names: ["expr", "gexpr", "factor", "gfactor", "primes"],
    about: "computes",
    anyOption: true,
  },
  {
    names: ["bc", "gbc"],
    about: "computes",
    anyOption: true,
    options: { "-f= --file=": "read", "-e= --expression=": "ok", ...INFORMS },
    operands: "read",
  },
  {
    names: ["dc", "gdc"],
    about: "computes",
    options: { "-e= --expression=": "ok", "-f= --file=": "runs", "-h -V --help --version": "informs" },
    operands: "runs",
    // In dc `!` starts a command.
    hook: (call) => {
      const texts = call.valuesOf("-e").map(textOf);
      const isClear = texts.length > 0 && texts.every((text) => text !== null && !text.includes("!"));
      return isClear ? {} : { effects: [effect("unknown")] };
    },
  },
  {
    names: ["sleep", "gsleep", "usleep"],
    about: "waits",
    options: INFORMS,
    hook: ({ operands }) => {
      const isShort = operands.every((operand) => /^\d{1,2}(?:\.\d*)?s?$|^\.\d+s?$/.test(textOf(operand) ?? ""));
      return isShort ? {} : { unsafe: true };
    },
  },
  {
    names: ["date", "gdate"],
    about: "tells the time, or sets the clock",
    options: {
      "-u --utc --universal -R --rfc-email --rfc-2822 -I=? --iso-8601=? --rfc-3339= --debug --resolution": "ok",
      "-d= --date=, -j, -n, -v=": "ok",
      "-r= --reference=": "names",
      "-f= --file=": "read",
      "-s= --set=": "privilege",
      ...INFORMS,
    },
    // A word without `+` sets the clock, but not behind BSD's `-j`.
    hook: (call) => {
      const sets = !call.has("-j") && call.operands.some((operand) => !prefixOf(operand).startsWith("+"));
      return sets ? { effects: [effect("privilege")] } : {};
    },
  },
  { names: ["cal", "ncal", "gcal"], about: "prints a calendar", anyOption: true },
  {
    names: ["env", "genv"],
    about: "runs a command with other variables, or prints them all",
    stopsAtOperand: true,
    options: {
      "-0 --null -v --debug --default-signal=? --ignore-signal=? --block-signal=? --list-signal-handling": "ok",
      "-i --ignore-environment": "ok",
      "-u= --unset= -C= --chdir= -P= -a= --argv0=": "ok",
      "-S= --split-string=": "ok",
      ...INFORMS,
    },
    hook: env,
  },
  {
    names: ["printenv", "gprintenv"],
    about: "prints variables of the environment",
    options: { "-0 --null": "ok", ...INFORMS },
    hook: ({ operands }, scene) => ({ danger: dangerOfNames(operands, scene) }),
  },
  {
    names: ["export", "declare", "typeset", "local", "readonly"],
    about: "sets variables of the shell, or prints them",
    anyOption: true,
    hook: variables,
  },
  {
    names: ["set"],
    about: "sets how the shell works, or prints all its variables",
    anyOption: true,
    hook: (_call, scene) => (scene.sighting.words.length === 1 ? { danger: dangerOfNames([], scene) } : {}),
  },
];

/** The danger of what prints all of its environment. */
export const PRINTS_ENVIRONMENT = "prints the environment with all that is secret in it";

/** Of variables that are printed by name; all of them where there is no name. */
function dangerOfNames(names: readonly Value[], { sighting, course }: Scene): string | null {
  if (showsNamesOnly(sighting, course)) return null;
  if (names.length === 0) return PRINTS_ENVIRONMENT;
  const secret = names.find((name) => isSecretVariable(textOf(name) ?? ""));
  return secret === undefined ? null : `prints a secret ($${showValue(secret)})`;
}

function env(call: Call, scene: Scene): Addition {
  if (call.has("-S") || call.strange.length > 0) return isSeenThrough(scene) ? {} : { effects: [effect("unknown")] };
  // Only the first word without `=` is the command.
  const command = call.operands.find((operand) => !/^[^=]*=/.test(prefixOf(operand)));
  if (command !== undefined) return isSeenThrough(scene) ? {} : { effects: [effect("runs"), effect("unknown")] };
  // Words that nobody knows may be none at all.
  return call.has("-i") ? {} : { danger: dangerOfNames([], scene) };
}

const LOADED = /^(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES)$/;

/** `export A=b` sets, `export -p` and `declare -p A` print. */
function variables(call: Call, scene: Scene): Addition {
  const [program] = scene.sighting.words;
  const flags = scene.sighting.words
    .slice(1)
    .map((word) => textOf(word) ?? "")
    .filter((text) => /^-[a-zA-Z]+$/.test(text));
  const prints = flags.some((flag) => flag.includes("p"));
  const isExport = ["export", "readonly"].includes(textOf(program) ?? "");
  if (flags.some((flag) => /[fF]/.test(flag))) return {};
  if (prints && !isExport) return { danger: dangerOfNames(call.operands, scene) };
  if (call.operands.length === 0) return { danger: dangerOfNames([], scene) };
  // Handed on to all that follows, whatever set it.
  const loaded = call.operands.find((operand) => LOADED.test(textOf(operand) ?? ""));
  if (loaded !== undefined) return { danger: `loads a library into what it runs (${showValue(loaded)})` };
  const settings = call.operands.flatMap((operand) => {
    const known = prefixOf(operand);
    const equals = known.indexOf("=");
    if (equals === -1) return [];
    const [, ...rest] = operand.pieces;
    const start = textValue(known.slice(equals + 1));
    return [
      { name: known.slice(0, equals).replace(/\+$/, ""), value: { pieces: [...start.pieces, ...rest], many: false } },
    ];
  });
  // What is set here stands around all that follows.
  return { effects: settingsEffects(settings, scene), unsafe: true };
}
