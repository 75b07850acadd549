/** Programs that look for files and for text in them. */
import type { Row } from "../row.ts";

export const SEARCHING: readonly Row[] = [
  {
    names: ["wc"],
    about: "counts lines, words and bytes",
    options: { "-c -l -m -w -L --bytes --chars --lines --words --max-line-length": "ok", "--files0-from=": "read" },
    operands: "read",
  },
];
