/** The layer that the flags of a command line make; over `-c`. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { ConfigError, Place } from "./error.ts";
import { MODE_EXPECTED, modeOf, POLICY_EXPECTED, policyOf } from "./choices.ts";
import type { ReadLayer } from "./layers.ts";
import type { Layer } from "./settings.ts";

/** As typed; null for a flag that was not given. */
export type Flags = {
  readonly approvalPolicy: string | null;
  readonly sandboxMode: string | null;
  readonly fullAuto: boolean;
  readonly yolo: boolean;
  /** The name behind `-p`, a profile of settings; see profiles.ts. */
  readonly profile: string | null;
};

export const NO_FLAGS: Flags = { approvalPolicy: null, sandboxMode: null, fullAuto: false, yolo: false, profile: null };

/** The same as a layer whose values know the flag that they came by. */
export function flagsLayer(flags: Flags): Result<ReadLayer, ConfigError> {
  const read = readFlags(flags);
  if (!read.ok) return read;
  const { approvalPolicy, sandboxMode } = read.value;
  const both = flags.yolo ? "--yolo" : flags.fullAuto ? "--full-auto" : null;
  const chosen: Place = { kind: "flag", text: `-p ${flags.profile}` };
  const typed = { approval_policy: `-a ${flags.approvalPolicy}`, sandbox_mode: `-s ${flags.sandboxMode}` };
  return ok({
    name: "command-line",
    file: null,
    table: {
      ...(approvalPolicy === undefined ? {} : { approval_policy: approvalPolicy }),
      ...(sandboxMode === undefined ? {} : { sandbox_mode: sandboxMode }),
      ...(flags.profile === null ? {} : { profile: flags.profile }),
    },
    layer: { ...read.value, ...(flags.profile === null ? {} : { profile: { name: flags.profile, place: chosen } }) },
    placeOf([key]) {
      if (key === "profile") return chosen;
      return { kind: "flag", text: both ?? (key === "approval_policy" ? typed[key] : typed.sandbox_mode) };
    },
  });
}

/**
 * What the flags set. `--full-auto` wins over `--sandbox` and `-a`, `--yolo` over `--sandbox`, as in Codex;
 * `--yolo` with `--full-auto` or `-a` is refused, as there.
 */
export function readFlags(flags: Flags): Result<Layer, ConfigError> {
  const policy = flags.approvalPolicy === null ? undefined : policyOf(flags.approvalPolicy);
  if (policy === null) return wrong("-a", flags.approvalPolicy, POLICY_EXPECTED);
  const mode = flags.sandboxMode === null ? undefined : modeOf(flags.sandboxMode);
  if (mode === null) return wrong("--sandbox", flags.sandboxMode, MODE_EXPECTED);
  if (flags.yolo && flags.fullAuto) return err({ kind: "conflict", flags: ["--yolo", "--full-auto"] });
  if (flags.yolo && policy !== undefined) return err({ kind: "conflict", flags: ["--yolo", "-a"] });
  if (flags.yolo) return ok({ approvalPolicy: "never", sandboxMode: "danger-full-access" });
  if (flags.fullAuto) return ok({ approvalPolicy: "on-request", sandboxMode: "workspace-write" });
  return ok({
    ...(policy === undefined ? {} : { approvalPolicy: policy }),
    ...(mode === undefined ? {} : { sandboxMode: mode }),
  });
}

function wrong(flag: string, value: string | null, expected: string): Result<Layer, ConfigError> {
  const found = JSON.stringify(value);
  return err({ kind: "bad-value", place: { kind: "flag", text: flag }, key: null, found, expected });
}
