/** `assent app-server generate-json-schema` and `generate-ts` on this machine. */
import { codeOf } from "../effects/text-file.ts";
import { writeFiles } from "../effects/write-files.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { schemaFiles } from "../protocol/schema-files.ts";
import { typeFiles } from "../protocol/type-files.ts";

const MAKERS = { "json-schema": schemaFiles, typescript: typeFiles } as const;

/**
 * @param out the folder to write into, as typed; made where it is missing
 * @param withExperimental what only clients see that declare `experimentalApi`
 * @returns how many files were written; an error is one line for a person, not escaped
 */
export function writeProtocol(
  form: keyof typeof MAKERS,
  out: string,
  withExperimental: boolean,
): Result<number, string> {
  const files = MAKERS[form](withExperimental);
  const folder = resolvePath(process.cwd(), out);
  try {
    writeFiles(folder, files);
    return ok(files.size);
  } catch (error) {
    return err(`cannot write to ${folder}: ${codeOf(error) ?? String(error)}`);
  }
}
