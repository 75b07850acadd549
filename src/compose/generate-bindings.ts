/** Writes what clients are made from: JSON Schemas or types of every message. */
import { systemWords } from "../effects/text-file.ts";
import { writeFiles } from "../effects/write-files.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { schemaFiles } from "../protocol/schema-files.ts";
import { typeFiles } from "../protocol/type-files.ts";
import type { GenerateOptions } from "../surfaces/cli/app-server.ts";

/** How many files were written; what stands there under the same names is replaced. */
export function generateBindings({ what, folder, experimental }: GenerateOptions): Result<number, string> {
  const target = resolvePath(process.cwd(), folder);
  const files = what === "ts" ? typeFiles(experimental) : schemaFiles(experimental);
  try {
    writeFiles(target, files);
    return ok(files.size);
  } catch (error) {
    return err(`cannot write to ${target}: ${systemWords(error)}`);
  }
}
