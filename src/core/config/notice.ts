/** What a person should know about the settings; its words are made here and nowhere else. */
import { never } from "../../kit/never.ts";
import { describePlace, type Place } from "./error.ts";
import type { Cut } from "./trust.ts";

/** Something a person should know about the settings; each is said once. */
export type Notice =
  /** Nobody knows the key, dotted; `meant` is one that reads alike. `more`: so many others behind it in its table. */
  | {
      readonly kind: "unknown-key";
      readonly place: Place;
      readonly key: string;
      readonly meant: string | null;
      readonly more?: number;
    }
  /** An old name of a key. `to` is what it is read as, `KEY = VALUE`; null where a new name beside it wins. */
  | { readonly kind: "renamed"; readonly place: Place; readonly from: string; readonly to: string | null }
  | { readonly kind: "on-failure-deprecated" }
  /** What holds otherwise is not allowed. `source`: who requires it, in words. */
  | {
      readonly kind: "required";
      readonly key: string;
      readonly from: string;
      readonly to: string;
      readonly source: string;
    }
  /** What was typed at `place` does not hold: `by` is over the command line. */
  | { readonly kind: "overruled"; readonly place: Place; readonly key: string; readonly by: Place }
  /** Requirements that hold though something is wrong with them; `why` is a whole sentence. */
  | { readonly kind: "requirements-fault"; readonly why: string }
  /** An MCP server that is not one of those allowed. */
  | { readonly kind: "server-barred"; readonly name: string; readonly source: string }
  /** A stronger source calls for a sandbox mode. */
  | { readonly kind: "profile-unused"; readonly name: string }
  /** A profile was chosen, which says itself what may be written and reached. */
  | { readonly kind: "workspace-write-unused" }
  /** The mode that holds takes back what `[permission_profile]` opens. */
  | { readonly kind: "opens-unused" }
  /** Files of a project that would loosen something only tighten. */
  | {
      readonly kind: "project-cut";
      readonly root: string;
      readonly cuts: readonly Cut[];
      readonly why: "unknown" | "changed";
      /** Of the files. */
      readonly digest: string;
    }
  /** The same once more, of which a short word is enough. */
  | { readonly kind: "project-cut-again"; readonly root: string; readonly why: "unknown" | "changed" }
  /** So many others that were told a short while ago. */
  | { readonly kind: "as-before"; readonly count: number }
  /** Keys of a trusted project's file that no project may set. */
  | { readonly kind: "project-ignored"; readonly file: string; readonly keys: readonly string[] }
  /** A project's files count in full from now on as they are: it was marked as trusted elsewhere. */
  | { readonly kind: "trust-recorded"; readonly root: string; readonly paths: readonly string[] };

/** One line for people. */
export function describeNotice(notice: Notice): string {
  switch (notice.kind) {
    case "unknown-key": {
      const meant = notice.meant === null ? "" : `: did you mean ${notice.meant}?`;
      return `${describePlace(notice.place)}: ${notice.key} is no key that is known, and sets nothing${meant}${
        notice.more === undefined ? "" : `; nor are ${notice.more} more behind it`
      }`;
    }
    case "renamed": {
      const now = notice.to === null ? "does not count beside its new name: take it out" : `is read as ${notice.to}`;
      return `${describePlace(notice.place)}: ${notice.from} is the old name of a key and ${now}`;
    }
    case "required":
      return `${notice.key} is ${notice.to} instead of ${notice.from}, which ${notice.source} does not allow`;
    case "requirements-fault":
      return notice.why;
    case "server-barred":
      return `the MCP server ${JSON.stringify(notice.name)} is not used: ${notice.source} does not allow it as it is`;
    case "on-failure-deprecated":
      return 'the approval policy "on-failure" is deprecated: use "on-request", or "never" where nobody can answer';
    case "profile-unused":
      return `the permission profile ${JSON.stringify(notice.name)} does not count: a stronger source sets the sandbox mode`;
    case "workspace-write-unused":
      return "sandbox_workspace_write opens nothing where default_permissions chooses a profile: write it into the profile";
    case "opens-unused":
      return "what permission_profile opens for writing or by network does not count: a stronger source chooses the mode or profile";
    case "project-cut":
      return describeCut(notice);
    case "overruled":
      return `${describePlace(notice.place)}: ${notice.key} does not hold as typed: ${describePlace(notice.by)} (managed) is over the command line`;
    case "project-cut-again":
      return `${cutState(notice)}, as before: its files only tighten; to look at it: assent trust show`;
    case "as-before":
      return `${notice.count === 1 ? "a notice" : `${notice.count} notices`} on the settings, as before: assent config show`;
    case "project-ignored":
      return `${notice.file}: ${notice.keys.join(", ")} ${
        notice.keys.length === 1
          ? "does not count in a project's file: set it"
          : "do not count in a project's file: set them"
      } in your own config.toml`;
    case "trust-recorded":
      return `${notice.root} is marked as trusted: recorded as they are now: ${some(notice.paths, ", ")}`;
    default:
      return never(notice);
  }
}

function cutState({ root, why }: { readonly root: string; readonly why: "unknown" | "changed" }): string {
  return `${root} ${why === "changed" ? "is not what was trusted" : "is not trusted"}`;
}

function describeCut(notice: Notice & { readonly kind: "project-cut" }): string {
  const parts = notice.cuts.map(({ path, what }) => `${some(what, ", ")} in ${path}`);
  return `${cutState(notice)}, so this does not count: ${some(parts, "; ")}; to look at it: assent trust show`;
}

/** A line that nobody reads to its end tells nothing. */
const NAMED_MAX = 4;

function some(items: readonly string[], between: string): string {
  const more = items.length - NAMED_MAX;
  return more <= 0 ? items.join(between) : [...items.slice(0, NAMED_MAX), `${more} more`].join(between);
}
