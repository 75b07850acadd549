/** `assent preset`: an approval policy and a sandbox mode chosen together. */
import { placedAt } from "../../core/config/edit-setting.ts";
import type { Effective } from "../../core/config/layers.ts";
import { type Preset, PRESETS } from "../../core/config/presets.ts";
import type { StartFault } from "../../engine/host.ts";
import { nearest } from "../../kit/nearest.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible, wrap } from "../../kit/text.ts";
import { parseArguments } from "./arguments.ts";
import { PRESET } from "./commands-settings.ts";
import { changeAndTell, type SetIo } from "./config-set.ts";
import { originText, printed } from "./config-view.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { tellFault } from "./start-fault.ts";
import { paint, type TonedLine } from "./tones.ts";
import { tellUsage } from "./usage.ts";

export type PresetIo = SetIo & {
  /** What holds if a person asks for it: wrong where a requirement forbids it. */
  wish(preset: Preset): Promise<Result<null, StartFault>>;
  /** Asks at the terminal, one line; null where there is none. */
  confirm(question: string): Promise<boolean | null>;
};

/** Resolves with the exit status. */
export async function preset(args: readonly string[], io: PresetIo): Promise<number> {
  const parsed = parseArguments(args, ["yes"], "mix");
  if (!parsed.ok) return tellUsage("preset", parsed.error, io.error);
  const { values, rest } = parsed.value;
  if (values.has("help")) {
    io.out(commandHelp("preset", PRESET, io.colour()));
    return EXIT.ok;
  }
  const [name, extra] = rest;
  if (extra !== undefined)
    return tellUsage("preset", visible(`one preset at a time; what is ${JSON.stringify(extra)}?`), io.error);
  if (name === undefined) return show(io);
  const chosen = presetNamed(name);
  if (!chosen.ok) return tellUsage("preset", chosen.error, io.error);
  return choose(chosen.value, values.has("yes"), io);
}

function presetNamed(name: string): Result<Preset, string> {
  const found = PRESETS.find((each) => each.name === name);
  if (found !== undefined) return ok(found);
  const names = PRESETS.map((each) => each.name);
  const meant = nearest(name, names);
  const hint = meant === null ? `there are ${names.join(", ")}` : `did you mean ${meant}?`;
  return err(visible(`there is no preset ${JSON.stringify(name)}; ${hint}`));
}

async function choose(chosen: Preset, isSure: boolean, io: PresetIo): Promise<number> {
  const file = await io.file(false, null);
  if (!file.ok) return tellFault(file.error, io.error);
  const typed = `preset ${chosen.name}`;
  const kept = await profileIn(file.value.file, io);
  if (kept !== null) {
    io.error(`assent: ${visible(`${typed}: ${kept}`)}; take it out first: assent config unset default_permissions\n`);
    return EXIT.config;
  }
  const wished = await io.wish(chosen);
  if (!wished.ok) return tellFault(asTyped(wished.error, typed), io.error);
  if (chosen.sandboxMode === "danger-full-access" && !isSure) {
    const answer = await io.confirm(`${chosen.name}: ${chosen.description}\nType yes if you mean it: `);
    if (answer !== true) {
      const why = answer === null ? "; there is no terminal to ask whether it is meant: add --yes if it is" : "";
      io.error(`assent: ${chosen.name} was not chosen${why}\n`);
      return EXIT.declined;
    }
  }
  io.out(`${chosen.name}: ${chosen.description}\n`);
  const settings = [
    { path: ["preset"], value: null },
    { path: ["approval_policy"], value: chosen.approvalPolicy },
    { path: ["sandbox_mode"], value: chosen.sandboxMode },
  ];
  return changeAndTell(settings, { file: file.value, cwd: null, typed }, io);
}

/** A profile in that file says what is touched, and denies perhaps what no preset does: it is not taken out unseen. */
async function profileIn(file: string, io: PresetIo): Promise<string | null> {
  const holding = await io.inForce(null);
  const held = holding.ok ? holding.value.effective.get("default_permissions") : undefined;
  const place = held?.origin.layer === "user" ? held.origin.place : null;
  if (place?.kind !== "file" || place.file !== file) return null;
  return `the permission profile ${printed(held?.value)} at ${file}:${place.line} chooses what may be touched`;
}

/** The wish was put as flags, which nobody typed. */
function asTyped(fault: StartFault, typed: string): StartFault {
  const isFlag = fault.kind === "config" && "place" in fault.error && fault.error.place.kind === "flag";
  return isFlag ? { kind: "config", error: placedAt(fault.error, typed) } : fault;
}

async function show(io: PresetIo): Promise<number> {
  const holding = await io.inForce(null);
  if (!holding.ok) return tellFault(holding.error, io.error);
  const { effective } = holding.value;
  const lines: TonedLine[] = [];
  for (const each of PRESETS) {
    const wished = await io.wish(each);
    const barred = wished.ok ? null : whyBarred(wished.error);
    lines.push(...presetLines(each, isHeld(each, effective), barred));
  }
  const held = PRESETS.find((each) => isHeld(each, effective));
  lines.push({ tone: "plain", text: "" });
  lines.push({ tone: "plain", text: held === undefined ? "None of them holds here:" : `Here holds ${held.name}:` });
  for (const key of ["approval_policy", "sandbox_mode", "default_permissions"])
    lines.push(...holdingLine(key, effective));
  io.out(paint(lines, io.colour()));
  return EXIT.ok;
}

/** Who forbids it, and where. */
function whyBarred(fault: StartFault): string {
  const isRequired = fault.kind === "config" && fault.error.kind === "required";
  return isRequired ? `not allowed here by ${visible(fault.error.source)}` : "not allowed here";
}

const NAME_COLUMNS = 13;
const COLUMNS = 80;

function presetLines(
  { name, description, approvalPolicy, sandboxMode }: Preset,
  held: boolean,
  barred: string | null,
): readonly TonedLine[] {
  const what = `approval_policy = ${printed(approvalPolicy)}, sandbox_mode = ${printed(sandboxMode)}`;
  const below = (tone: TonedLine["tone"], text: string): readonly TonedLine[] =>
    wrap(text, COLUMNS - NAME_COLUMNS - 2).map((line) => {
      return { tone, text: `${" ".repeat(NAME_COLUMNS + 2)}${line.trimEnd()}` };
    });
  return [
    { tone: held ? "strong" : "plain", text: `${held ? "*" : " "} ${name.padEnd(NAME_COLUMNS)}${what}` },
    ...below("dim", description),
    ...(barred === null ? [] : below("bad", barred)),
  ];
}

/** A profile that is chosen by name may open more or less than the mode that it comes nearest to. */
function isHeld({ approvalPolicy, sandboxMode }: Preset, effective: Effective): boolean {
  return (
    !effective.has("default_permissions") &&
    effective.get("approval_policy")?.value === approvalPolicy &&
    effective.get("sandbox_mode")?.value === sandboxMode
  );
}

/** `  sandbox_mode = "read-only" (project /w/.codex/config.toml:1)`. */
function holdingLine(key: string, effective: Effective): readonly TonedLine[] {
  const held = effective.get(key);
  if (held === undefined) return [];
  const by = originText(held.origin, "/").replaceAll(/ +/gu, " ");
  return [{ tone: "plain", text: visible(`  ${key} = ${printed(held.value)} (${by})`) }];
}
