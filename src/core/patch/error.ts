/** Why a patch cannot be read or does not fit the files it names. */
import { never } from "../../kit/never.ts";

export type PatchError =
  /** `line` counts from 1 in the patch text. */
  | { readonly kind: "syntax"; readonly line: number; readonly message: string }
  | { readonly kind: "too-large"; readonly charactersMax: number }
  /** The patch has no section. */
  | { readonly kind: "empty" }
  /** A section changes a file that does not exist. */
  | { readonly kind: "missing"; readonly line: number; readonly path: string }
  /** A file is there but cannot be changed as text. */
  | { readonly kind: "unusable"; readonly line: number; readonly path: string; readonly why: string }
  /** The words after `@@`, or the lines of a hunk, are not in the file where they should be. */
  | {
      readonly kind: "mismatch";
      readonly line: number;
      readonly path: string;
      readonly what: "context" | "lines";
      readonly wanted: string;
    }
  | { readonly kind: "too-much-work"; readonly path: string; readonly comparisonsMax: number };

/** One or more lines of plain words; text from the patch is not escaped. */
export function describePatchError(error: PatchError): string {
  switch (error.kind) {
    case "syntax":
      return `patch line ${error.line}: ${error.message}`;
    case "too-large":
      return `the patch is longer than ${error.charactersMax} characters: split it`;
    case "empty":
      return "the patch changes no file: it needs a section such as `*** Update File: PATH`";
    case "missing":
      return `patch line ${error.line}: ${error.path} does not exist`;
    case "unusable":
      return `patch line ${error.line}: ${error.path} ${error.why}`;
    case "mismatch":
      return error.what === "context"
        ? `patch line ${error.line}: no line of ${error.path} from there on is: ${error.wanted}`
        : `patch line ${error.line}: ${error.path} does not contain these lines there:\n${error.wanted}`;
    case "too-much-work":
      return `finding the lines in ${error.path} took over ${error.comparisonsMax} comparisons: give less ambiguous lines`;
    default:
      return never(error);
  }
}
