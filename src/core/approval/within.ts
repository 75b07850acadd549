/** What a running command was granted as, for the judgement of programs that start in it. */
import type { Permissions } from "../permissions/permissions.ts";
import type { Rules } from "../policy/rules.ts";
import type { Command } from "../shell/reading.ts";
import type { Grant } from "./grant.ts";
import type { Survey } from "./survey.ts";

/** What was known of a command when it was judged. */
export type Shown = {
  /** Null for other actions. */
  readonly survey: Survey | null;
  readonly rules: Rules;
  /** Parts of the command that are asked about only when they are reached. */
  readonly waiting: readonly Command[];
};

export type Within = Shown & { readonly under: Permissions; readonly from: Grant["from"] };
