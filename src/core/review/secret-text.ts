/** Whether a text holds a key, a token or a password. */
import { REDACTED, redactText } from "../audit/redact.ts";

/** Shorter than real ones, so that a part of one counts as well; each is told by how it begins. */
const KEYS =
  /\b(?:gh[pousr]_|github_pat_|glpat-|glrt-|xox[abeprs]-|npm_|pypi-|hf_|dop_v1_|shpat_|whsec_|rk_live_|[sp]k[-_](?:live|test|proj|ant|or)[-_])[A-Za-z0-9_-]{3,}|\bsk-[A-Za-z0-9]{8,}|\b(?:AKIA|ASIA)[0-9A-Z]{8,}|\bAIza[A-Za-z0-9_-]{10,}|\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}|-----BEGIN [A-Z ]{0,40}PRIVATE KEY/;
/** `password is hunter2`, `api key: x1`: a name of a secret and, close by, something that may be it. */
const SPOKEN =
  /\b(?:password|passwd|passphrase|secret|api[ _-]?key|access[ _-]?(?:key|token)|private[ _-]?key|token|pin)\b["']?\s*(?:is|=|:|=>)\s*["']?(?=[^\s"']*\d)[^\s"'$<{(]{4,}/i;

export function holdsSecret(text: string): boolean {
  return KEYS.test(text) || SPOKEN.test(text) || isRedacted(text);
}

/** Values that stand for one in examples are none. */
function isRedacted(text: string): boolean {
  if (!redactText(text).includes(REDACTED) || text.includes(REDACTED)) return false;
  return !/[=:]\s*["']?(?:\$|\{|<|x{3,}|\*{3,}|\.{3}|process\.|os\.|env|import\.meta|getenv|your|change|example|dummy|test|null|none|undefined|true|false|string|""|'')/i.test(
    text,
  );
}
