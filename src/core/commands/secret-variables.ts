/** Which variables hold what lets somebody in, and where one of them is shown. */
import type { Course } from "../script/sighting.ts";
import { textOf, type Piece, type Value } from "../script/value.ts";
import { ENVIRONMENT_FILE, SHOWN_ON_PURPOSE } from "./secret-names.ts";

const SECRET_PART: ReadonlySet<string> = new Set(
  (
    "TOKEN SECRET SECRETS PASSWORD PASSWD PASSPHRASE PASSCODE APIKEY SECRETKEY CREDENTIAL CREDENTIALS CREDS JWT " +
    "COOKIE BEARER AUTHTOKEN ACCESSTOKEN PGPASSWORD MYSQL_PWD"
  ).split(" "),
);

/** In front of KEY. */
const KEY_OF: ReadonlySet<string> = new Set(
  "API ACCESS PRIVATE SECRET ENCRYPTION SIGNING MASTER DEPLOY SSH ACCOUNT AUTH APP SUBSCRIPTION HMAC SESSION".split(
    " ",
  ),
);

/** At the end: they say where a secret is or what it is like, not what it is. */
const ABOUT: ReadonlySet<string> = new Set(
  (
    "FILE PATH DIR URL URI COUNT LIMIT MAX MIN LENGTH LEN SIZE NAME TYPE ID TTL EXPIRY EXPIRES HOST PORT SCOPE " +
    "ENDPOINT ISSUER AUDIENCE REGION VERSION ENABLED REQUIRED"
  ).split(" "),
);

/** True for the name of a variable that by its name holds a secret; names of no variable are false. */
export function isSecretVariable(name: string): boolean {
  if (!/^[A-Za-z_]\w*$/.test(name)) return false;
  const parts = name.toUpperCase().split("_").filter(Boolean);
  const last = parts.at(-1) ?? "";
  if (/^(?:DATABASE|DB|REDIS|MONGO|MONGODB|POSTGRES|MYSQL|AMQP|RABBITMQ)$/.test(parts.at(-2) ?? "")) {
    if (last === "URL" || last === "URI" || last === "DSN") return true;
  }
  if (name.toUpperCase() === "AWS_ACCESS_KEY_ID" || parts.join("_").endsWith("CONNECTION_STRING")) return true;
  if (parts.length > 1 && ABOUT.has(last)) return false;
  if (parts.length > 1 && (last === "PASS" || last === "PWD" || last === "PAT"))
    return last !== "PWD" || parts[0] !== "OLD";
  return parts.some((part, at) => SECRET_PART.has(part) || (part === "KEY" && KEY_OF.has(parts[at - 1] ?? "")));
}

/** The name of a secret variable whose value stands in one of the words; null where none does. */
export function secretShownIn(words: readonly Value[], course: Course): string | null {
  for (const { pieces } of words) {
    for (const piece of pieces) {
      if (piece.kind !== "any") continue;
      const name = variableIn(piece.from);
      const shown = name === null ? null : referredBy(name, course);
      if (shown !== null) return shown;
      // By custom a name in small letters is the script's own, and what it was set to is seen there.
      if (name === null || name === name.toLowerCase()) continue;
      if (isSecretVariable(name) && !isOwn(name, course)) return name;
    }
  }
  return null;
}

/** What the variable stands for by `declare -n`, or takes from a file of secrets that the script has read into itself. */
function referredBy(name: string, course: Course): string | null {
  const own = course.settings.filter((setting) => setting.name === name);
  const referred = own.map(({ value }) => textOf(value)).find((text) => text !== null && isSecretVariable(text));
  if (referred !== undefined) return referred;
  return own.length === 0 && !USUAL.test(name) && sourcesSecrets(course) ? name : null;
}

/** They stand in every environment. */
const USUAL =
  /^(?:[_0-9@*#?$!-]|HOME|PWD|OLDPWD|PATH|USER|LOGNAME|SHELL|TERM|LANG|LC_\w+|TMPDIR|HOSTNAME|UID|PPID|IFS)$/;

const sourcing = new WeakMap<Course, boolean>();

function sourcesSecrets(course: Course): boolean {
  const known = sourcing.get(course);
  if (known !== undefined) return known;
  const found = course.sightings.some(({ words: [program, file] }) => {
    const path = file === undefined ? null : textOf(file);
    if (path === null || !/^(?:source|\.)$/.test(textOf(program) ?? "")) return false;
    const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
    return ENVIRONMENT_FILE.test(name) && !SHOWN_ON_PURPOSE.test(name);
  });
  sourcing.set(course, found);
  return found;
}

/** `${#x}` is a length, `${!x*}` are names, and `${x:+y}` says only whether it is set. */
function variableIn(from: string): string | null {
  const found = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?!:?\+)(?:[^A-Za-z0-9_].*)?\})/s.exec(from);
  return found?.[1] ?? found?.[2] ?? null;
}

/** Set by the script itself, and not from a secret variable; the commands that it came from are judged by themselves. */
function isOwn(name: string, { settings }: Course): boolean {
  const own = settings.filter((setting) => setting.name === name);
  return own.length > 0 && own.every(({ value }) => value.pieces.every((piece) => !isSecretPiece(piece)));
}

function isSecretPiece(piece: Piece): boolean {
  return piece.kind === "any" && isSecretVariable(variableIn(piece.from) ?? "");
}
