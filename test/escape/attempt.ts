/** What an attempt to get out of the sandbox is, and how it is seen that one did. */
import { existsSync, readFileSync } from "node:fs";
import type { Permissions } from "../../src/core/permissions/permissions.ts";
import type { World } from "../effects/world.ts";

export type Attempt = {
  readonly name: string;
  readonly setup?: (world: World) => void;
  readonly script: string;
  /** True if it got out. */
  readonly escaped: (world: World) => boolean;
  readonly permissions?: (world: World) => Permissions;
  /** A program without which the attempt proves nothing. */
  readonly needs?: "gcc" | "git" | "unshare";
  /** The attempt does not work outside a sandbox either, or would do harm there. */
  readonly noControl?: boolean;
};

export const exists = (path: (world: World) => string) => (world: World) => existsSync(path(world));
export const holds = (path: (world: World) => string, text: string) => (world: World) =>
  existsSync(path(world)) && readFileSync(path(world), "utf8").includes(text);
