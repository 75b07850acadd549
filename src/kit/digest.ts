/** The fingerprint of a value: what was shown to a person is what runs. */
import { createHash } from "node:crypto";
import { canonical, type Json } from "./json.ts";

/** SHA-256 of the canonical text, as 64 lower-case hex digits. */
export function digest(value: Json): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}
