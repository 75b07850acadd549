/** A basis for tests of the judgement: nothing remembered, nothing on the disk, no rules. */
import type { Basis } from "../src/core/approval/basis.ts";
import { DEFAULT_SETTINGS } from "../src/core/config/settings.ts";
import { MODE_ONLY } from "../src/core/permissions/permissions.ts";
import { rulesOf } from "./rules.ts";

export const PLAIN_BASIS: Basis = {
  ...DEFAULT_SETTINGS,
  workspace: { roots: ["/w", "/tmp"], keep: [], bounds: MODE_ONLY },
  home: "/home/you",
  hasFolder: true,
  rules: rulesOf({}),
  programs: [],
  losses: [],
  repositories: [],
  links: [],
  remembered: new Set(),
  needs: new Map(),
  isSupervised: false,
  file: null,
  within: null,
  targets: [],
};
