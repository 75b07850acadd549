/** What holds where nothing is set: by what was started, and the project's mark of trust. */
import type { Layer } from "./settings.ts";
import type { TrustLevel } from "./trust.ts";

/** `run`: whatever judges or runs a command for a person. `sandbox`: runs without judging. */
export const SURFACES = ["run", "sandbox", "app-server", "exec"] as const;
export type Surface = (typeof SURFACES)[number];

const NOTHING: Layer = {};
const READ_ONLY: Layer = { sandboxMode: "read-only" };

/** Over the defaults of assent. Those of `app-server` and `exec` are measured on Codex 0.169. */
const DEFAULTS: Readonly<Record<Surface, Readonly<Record<TrustLevel | "unknown", Layer>>>> = {
  run: { unknown: NOTHING, trusted: NOTHING, untrusted: NOTHING },
  sandbox: { unknown: READ_ONLY, trusted: READ_ONLY, untrusted: READ_ONLY },
  "app-server": { unknown: READ_ONLY, trusted: NOTHING, untrusted: NOTHING },
  exec: { unknown: READ_ONLY, trusted: NOTHING, untrusted: NOTHING },
};

export function defaultsFor(surface: Surface, marked: TrustLevel | null): Layer {
  return DEFAULTS[surface][marked ?? "unknown"];
}
