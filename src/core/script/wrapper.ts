/** The contract of the table of programs that run other programs. */
import type { ShellName } from "../shell/reading.ts";
import type { Setting } from "./sighting.ts";
import type { Value } from "./value.ts";

/** What a program runs, seen from its words. `how` names the way for people: "xargs", "find -exec", "ssh host". */
export type Inner =
  /** `cwd`: where it changed to, as given; null for where it is. `open`: it adds words of its own. */
  | {
      readonly kind: "words";
      readonly how: string;
      readonly words: readonly Value[];
      readonly open: boolean;
      readonly cwd: Value | null;
      readonly settings: readonly Setting[];
    }
  /** A script as text. `positional`: `$0`, `$1`, … as given behind it. `fresh`: in a shell of its own. */
  | {
      readonly kind: "script";
      readonly how: string;
      readonly text: Value;
      readonly shell: ShellName;
      readonly positional: readonly Value[];
      readonly fresh: boolean;
    }
  /** A script on standard input. */
  | { readonly kind: "input"; readonly how: string; readonly shell: ShellName }
  /** A script in a file. */
  | { readonly kind: "file"; readonly how: string; readonly path: Value }
  /** It runs something that its words do not say. */
  | { readonly kind: "unknown"; readonly how: string };

/**
 * Looks into the words behind a program's name; empty where it runs no other program that its words name.
 *
 * @param name without its folder, never empty
 */
export type SeeThrough = (name: string, args: readonly Value[], open: boolean) => readonly Inner[];
