/** `assent preset` on this machine. */
import { NO_FLAGS } from "../core/config/flags.ts";
import { confirm } from "../effects/confirm.ts";
import { ok } from "../kit/result.ts";
import { preset, type PresetIo } from "../surfaces/cli/preset.ts";
import { settingIo } from "./config-set.ts";
import { findPlace, NOTHING_TYPED } from "./place.ts";

export function presetCommand(args: readonly string[]): Promise<number> {
  return preset(args, { ...settingIo, wish, confirm: async (question) => confirm(question) });
}

/** As on a command line, where what is forbidden is an error and nothing falls back. */
const wish: PresetIo["wish"] = async ({ approvalPolicy, sandboxMode }) => {
  const flags = { ...NO_FLAGS, approvalPolicy, sandboxMode };
  const place = await findPlace({ ...NOTHING_TYPED, cwd: null, flags });
  return place.ok ? ok(null) : place;
};
