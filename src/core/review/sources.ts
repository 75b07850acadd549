/** Reading what lets somebody in. */
import { baseName } from "../../kit/path.ts";
import type { Effect } from "../commands/effect.ts";
import { ENVIRONMENT_FILE, KEY_EXTENSION } from "../commands/secret-names.ts";
import { readsSecret } from "../commands/secrets.ts";
import { grave, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** Programs that show what is in a file, and do nothing else with it. */
const SHOWS = /^(?:cat|bat|batcat|less|more|head|tail|nl|grep|egrep|fgrep|rg|ag|cut|awk|sed|jq|sort|wc)$/;

const PRIVATE =
  /(?:^|\/)(?:\.ssh\/(?!.*\.pub$).|\.gnupg(?:\/|$)|\.aws(?:\/|$)|\.kube\/config|\.password-store)|(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)[^/.]*$|^\/etc\/(?:shadow|gshadow)|\/environ$/;

/** Programs that tell the names of files, and nothing that is in them. */
const LISTS = /^(?:ls|stat|tree|file|eza|exa|lsd|dir)$/;

/** One for each secret that it reads. */
export function secretDeeds(seen: Seen): readonly Deed[] {
  const { finding, scene, name } = seen;
  return finding.effects.flatMap((one): readonly Deed[] => {
    const isRead = one.kind === "read" || one.kind === "runs" || one.kind === "credentials";
    if (!isRead || one.target === null || !readsSecret(one, scene)) return [];
    return [secretDeed(one, name, SHOWS.test(name))];
  });
}

function secretDeed(one: Effect, name: string, isShown: boolean): Deed {
  const place = one.path ?? one.target ?? "";
  const file = baseName(place);
  const what = `${name} reads ${one.target ?? ""}, which may hold secrets`;
  const objects = [one.target ?? place];
  if (LISTS.test(name))
    return named("show-secret", objects, `${name} tells what lies in ${one.target ?? ""}`, "credentials");
  if (PRIVATE.test(place) || KEY_EXTENSION.test(file)) return grave("show-secret", objects, what, "credentials");
  const isOwn =
    one.where === "workspace" && !/prod|live/i.test(file) && ENVIRONMENT_FILE.test(file) && one.path !== null;
  return isOwn && isShown
    ? named("show-secret", objects, what, "credentials")
    : person("show-secret", objects, what, "credentials");
}

const SEARCHES =
  /^(?:grep|egrep|fgrep|zgrep|rg|ag|ack|sift|ugrep|git|trufflehog|gitleaks|detect-secrets|findstr|awk|sed|jq|find|fd)$/;
/** How keys begin. */
const KEY_START =
  /AKIA|ASIA|ghp_|gho_|github_pat|glpat|xox[abpr]|sk[-_](?:live|test|ant|proj)|BEGIN (?:RSA|EC|DSA|OPENSSH|PGP)|BEGIN[^|]{0,20}(?:KEY|PRIVATE)|PRIVATE KEY|AIza|eyJ|npm_\[|ssh-rsa/i;
/** What they are called, whole. */
const KEY_NAME =
  /(?<![\p{L}\p{N}])(?:passw(?:or)?ds?|passwd|pwd|secrets?|secret[-_.]?key|api[-_.?]*keys?|apikeys?|access[-_.?]*keys?|private[-_.?]*keys?|credentials?|auth[-_.]?tokens?|access[-_.]?tokens?|tokens?|bearer|id_rsa|aws_\w+|client[-_.]?secret)(?![\p{L}\p{N}])/iu;

/** Looking for keys, in files or in what once was in them. */
export function searchDeeds({ name, args }: Seen): readonly Deed[] {
  if (!SEARCHES.test(name)) return [];
  if (/^(?:trufflehog|gitleaks|detect-secrets)$/.test(name))
    return [person("show-secret", args, `${name} looks for keys and shows them`, "credentials")];
  const verb =
    name === "git" ? args.find((word) => /^(?:log|grep|show|diff|whatchanged|rev-list|stash)$/.test(word)) : name;
  if (verb === undefined) return [];
  const isHistory = name === "git" && verb !== "grep";
  const searched = isHistory
    ? args.filter((word, at) => /^(?:-[SG].|--grep=)/.test(word) || /^-[SG]$/.test(args[at - 1] ?? ""))
    : args;
  const isKey = searched.some((word) => KEY_START.test(word));
  const calls = searched.filter((word) => !/^[./~]/.test(word) || isHistory).filter((word) => KEY_NAME.test(word));
  // One word by itself, among the sources, is a name in a program.
  const isBroad =
    isHistory ||
    calls.some(
      (word) => (word.match(new RegExp(KEY_NAME, "giu")) ?? []).length > 1 || /[|=:]/.test(word) || /^-\w*i/.test(word),
    ) ||
    args.some((word) => /^(?:\.|\/|~|\$HOME|\.\.|--hidden|-uu+|--no-ignore)/.test(word) || /^-\w*i\w*$/.test(word));
  if (!isKey && (calls.length === 0 || !isBroad)) return [];
  return [person("show-secret", [], `${name} looks for keys and passwords`, "credentials")];
}
