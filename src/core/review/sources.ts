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
