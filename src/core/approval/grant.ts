/** The right to carry out one action once, under stated permissions. */
import type { Permissions } from "../permissions/permissions.ts";
import type { Action } from "./action.ts";

export type Grant = {
  readonly action: Action;
  /** Fingerprint of action and permissions as they were shown. */
  readonly digest: string;
  readonly permissions: Permissions;
  readonly from: "policy" | "session" | "user";
};
