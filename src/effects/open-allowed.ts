/** Opens what settings say on this machine, as far as requirements allow it. */
import { heldMode } from "../core/config/apply-requirements.ts";
import type { ConfigError } from "../core/config/error.ts";
import { commonOf, describeAllowed, describeSource, forbidding } from "../core/config/join-requirements.ts";
import type { Loaded } from "../core/config/loaded.ts";
import type { Settings } from "../core/config/settings.ts";
import { describeProfileFault, type Opened } from "../core/permissions/open-profile.ts";
import type { SandboxMode } from "../core/permissions/permissions.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { openHere, type WorkspaceWanted } from "./workspace.ts";

type Wanted = Pick<WorkspaceWanted, "cwd" | "addDirs" | "env"> & {
  readonly loaded: Pick<Loaded, "settings" | "requirements" | "layers">;
};

/** The settings with the mode that holds here, and what it opens. */
export function openAllowed(
  wanted: Wanted,
): Result<{ readonly settings: Settings; readonly opened: Opened }, ConfigError> {
  const { settings, requirements, layers } = wanted.loaded;
  const opened = openWith(wanted, settings);
  if (!opened.ok) return opened;
  const held = heldMode(settings, requirements, layers, widthOf(opened.value));
  if (!held.ok) return held;
  if (held.value === settings) return ok(withMode(settings, opened.value));
  const narrower = openWith(wanted, held.value);
  if (!narrower.ok) return narrower;
  const { modes } = requirements;
  const width = widthOf(narrower.value);
  const by = forbidding(modes, width);
  if (by === null) return ok(withMode(held.value, narrower.value));
  // What settings open is closed by now: this was named for this run.
  return err({
    kind: "required",
    place: { kind: "flag", text: "--add-dir" },
    key: "sandbox_mode",
    found: width,
    allowed: describeAllowed(commonOf(modes) ?? []),
    source: describeSource(by),
  });
}

function openWith({ cwd, addDirs, env }: Wanted, settings: Settings): Result<Opened, ConfigError> {
  const opened = openHere({ cwd, addDirs, settings, env });
  return opened.ok ? opened : err({ kind: "profile", why: describeProfileFault(opened.error) });
}

/** The mode that everything else goes by. */
function withMode(settings: Settings, opened: Opened): { readonly settings: Settings; readonly opened: Opened } {
  return { settings: { ...settings, sandboxMode: opened.mode }, opened };
}

/** Who may write everywhere has full access, by whatever name. As in Codex. */
function widthOf({ mode, roots }: Opened): SandboxMode {
  return roots.includes("/") ? "danger-full-access" : mode;
}
