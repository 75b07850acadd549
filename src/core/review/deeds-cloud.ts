/** What acts on clusters, clouds and hosting: looking, changing, taking away. */
import { readOptions } from "./options.ts";
import { asked, deed, type Families, free, grave, named, person, type Seen } from "./seen.ts";
import type { Act, Deed } from "./subject.ts";

const PROD = /(?:^|[^a-z])(?:prod|production|prd|live)(?=$|[^a-z])/i;

/** True where one of the words speaks of what others rest on. */
export function isProduction(words: readonly string[]): boolean {
  return words.some((word) => PROD.test(word));
}

export type Change = {
  readonly act: Act;
  readonly objects: readonly string[];
  readonly what: string;
  readonly isGrave?: boolean;
};

/** A change of what others use: by name, and only by a person where production is meant. */
export function changing({ act, objects, what, isGrave = false }: Change, words: readonly string[]): Deed {
  if (isProduction(words)) return grave(act, objects, `${what}, in production`, "remote");
  return isGrave ? grave(act, objects, what, "remote") : named(act, objects, what, "remote");
}

function helm(seen: Seen): readonly Deed[] | null {
  const { operands, valuesOf, has } = readOptions(
    seen.args,
    "-n --namespace --kube-context -f --values --set --set-string --version --timeout --repo --kubeconfig -o",
  );
  const [verb = "", ...rest] = operands;
  const objects = [...rest, ...valuesOf("-n", "--namespace"), ...valuesOf("--kube-context")];
  if (/^(?:template|lint|show|version|env|search|dependency|dep|package|build|create|help)$/.test(verb))
    return [asked("look", rest, `helm ${verb}`)];
  if (/^(?:list|ls|status|get|history|diff)$/.test(verb))
    return [asked("query", [...objects, "cluster"], `looks at releases (${verb})`)];
  if (has("--dry-run")) return [asked("look", objects, "tries what it would change")];
  if (verb === "get" && rest[0] === "values")
    return [
      named("show-secret", rest.slice(1), "shows what a release was given, which may hold secrets", "credentials"),
    ];
  if (/^(?:install|upgrade|rollback|apply|sync)$/.test(verb))
    return [changing({ act: "deploy", objects, what: `helm ${verb} ${rest.join(" ")}` }, seen.args)];
  if (/^(?:uninstall|delete|destroy)$/.test(verb))
    return [grave("delete", objects, `takes a release away (${rest.join(" ")})`, "destruction")];
  return null;
}

/** `-auto-approve` or not: an agent has no terminal to be asked at. */
function terraform(seen: Seen): readonly Deed[] | null {
  const args = seen.args.filter((word) => !word.startsWith("-chdir"));
  const { operands, has } = readOptions(args, "-out -var -var-file -target -state");
  const [verb = "", ...rest] = operands;
  if (/^(?:fmt|validate|version|providers|graph|-help|help|console)$/.test(verb) && verb !== "console")
    return [free("build", rest, `${seen.name} ${verb}`)];
  if (verb === "init" || verb === "get") return [asked("install", [], "fetches providers and modules")];
  if (verb === "plan" || verb === "refresh" || verb === "hclfmt")
    return has("-destroy") || verb === "refresh"
      ? [named("query", rest, `${seen.name} ${verb}`, "remote")]
      : [asked("query", ["plan"], "plans changes")];
  if (verb === "output") return [named("show-secret", rest, "shows outputs, which may be secrets", "credentials")];
  if (verb === "show" || (verb === "state" && /^(?:list|show)$/.test(rest[0] ?? "")))
    return [asked("query", rest.slice(1), "shows what is planned or there")];
  if (verb === "workspace")
    return /^(?:list|show)$/.test(rest[0] ?? "")
      ? [free("look", [], "lists workspaces")]
      : [
          rest[0] === "delete" || isProduction(rest)
            ? grave("configure", rest.slice(1), `workspace ${rest.join(" ")}`, "remote")
            : named("configure", rest.slice(1), `workspace ${rest.join(" ")}`, "remote"),
        ];
  if (verb === "destroy" || has("-destroy"))
    return [deed("delete", rest, "destroys all that it manages", ["never", "critical", "destruction"])];
  if (
    verb === "apply" ||
    verb === "import" ||
    verb === "taint" ||
    verb === "state" ||
    verb === "force-unlock" ||
    verb === "untaint"
  ) {
    return [grave("deploy", rest, `${seen.name} ${verb} changes what is running`, "remote")];
  }
  return null;
}

const SECRET_WORDS =
  /^(?:get-secret-value|get-session-token|get-login-password|create-access-key|export-credentials|get-parameters?|get-parameters-by-path|get-authorization-token|assume-role\S*|get-federation-token|print-access-token|print-identity-token|get-access-token|get-credentials|decrypt|presign|access|keys|credentials|login|create-login-profile|get-federated-token)$/;
const LOOKS =
  /^(?:describe|list|get|head|search|query|filter|lookup|ls|show|batch-get|test|validate|estimate|read|tail|status|info|logs|wait|help|version|whoami|du|stat|cat|dashboard|releases|ps|config:get)(?:$|-)/;
const TAKES =
  /^(?:delete|terminate|remove|rm|destroy|purge|deregister|revoke|disable|reset|rb|del|drop|empty|cancel)(?:$|-)/;

const CLOUD_VALUED =
  "--profile --region --output -o --query --project -p --zone --resource-group -g -n --name --instance-ids --instance-id --cluster --service --function-name --stack-name --bucket --subscription --format --filter --limit --source --image --platform --max-items --filters --log-group-name --key --table-name -a --app -r --remote --org --env -e";

function cloud(seen: Seen): readonly Deed[] | null {
  const { operands, valuesOf, has } = readOptions(seen.args, CLOUD_VALUED);
  if (operands.length === 0) return [free("look", [], `asks ${seen.name} about itself`)];
  const targets = valuesOf(
    ..."--project --zone --resource-group -g -n --name --instance-ids --instance-id --cluster --service --function-name --stack-name --bucket --table-name -a --app --env -e".split(
      " ",
    ),
  );
  const [service = "", verb = "", ...rest] = operands;
  if (service === "s3" && seen.name.startsWith("aws")) return bucket(verb, rest, seen);
  if (/^(?:gsutil|s3cmd|s5cmd|mc|rclone|b2|azcopy)$/.test(seen.name))
    return bucket(service, seen.args.filter((word) => !word.startsWith("-")).slice(1), seen);
  if (service === "configure" || service === "config") return settings(operands.slice(1), has("--list"));
  const shown = `${seen.name} ${operands.join(" ")}`;
  const objects = [...rest, ...targets];
  if (operands.some((word) => SECRET_WORDS.test(word)) || service === "secretsmanager" || service === "secrets")
    return [person("show-secret", objects, `${shown} shows what lets somebody in`, "credentials")];
  const verbs = operands.slice(0, 4);
  const taking = verbs.find((word) => TAKES.test(word));
  if (taking !== undefined)
    return [grave("delete", objects, `${shown} takes away what is running or stored`, "destruction")];
  if (verbs.some((word) => LOOKS.test(word))) return [asked("query", [...objects, seen.name], `${shown} looks`)];
  if (verbs.some((word) => /^(?:deploy|update-service|update-function-code|publish)$/.test(word)))
    return [changing({ act: "deploy", objects, what: shown }, seen.args)];
  if (verbs.some((word) => /^(?:restart|reboot|reboot-instances)(?:$|-)/.test(word)))
    return [changing({ act: "restart", objects, what: shown }, seen.args)];
  return [person("deploy", objects, `${shown} changes a cloud`, "remote")];
}

function settings(rest: readonly string[], isList: boolean): readonly Deed[] {
  const [verb = "", key = ""] = rest;
  const isSecret = /secret|key|token|password|credential/i.test(rest.join(" "));
  if (/^(?:get|get-value|list|list-profiles)$/.test(verb) || isList)
    return isSecret
      ? [person("show-secret", [key], `shows ${key}`, "credentials")]
      : [free("look", rest.slice(1), "shows settings")];
  return [person("configure", rest, "changes how a cloud is reached", "weakening")];
}

const isThere = (word: string): boolean => /^(?:s3|gs|az|b2|https?):\/\//.test(word);

function bucket(verb: string, operands: readonly string[], seen: Seen): readonly Deed[] | null {
  const { args } = seen;
  const names = operands.map((word) => (isThere(word) ? word.replace(/^\w+:\/\//, "").replace(/\/$/, "") : word));
  if (/^(?:ls|stat|du|cat|head|hash|la)$/.test(verb))
    return [asked("query", [...names, "bucket"], `looks at ${operands.join(" ") || "the buckets"}`)];
  if (/^(?:rm|rb|del|delete|remove|purge)$/.test(verb) || args.some((word) => /^(?:--delete\S*|-d)$/.test(word)))
    return [grave("delete", names, `deletes in ${operands.join(" ")}`, "destruction")];
  if (!/^(?:cp|sync|mv|put|get|copy|rsync)$/.test(verb) || operands.length < 2) return null;
  const target = operands.at(-1) ?? "";
  if (!isThere(target)) return [named("fetch", names, `fetches ${operands[0] ?? ""}`, "network")];
  if (args.some((word) => /public-read/.test(word)))
    return [person("send", names, `makes ${target} public`, "exfiltration")];
  return [changing({ act: "send", objects: names, what: `sends ${operands[0] ?? ""} to ${target}` }, args)];
}

function hosting(seen: Seen): readonly Deed[] | null {
  const { operands, valuesOf, has } = readOptions(
    seen.args,
    "-a --app --remote -r --team --scope --token -t --env -e --project -c --config --site --dir -s --branch",
  );
  const [verb = "deploy", ...rest] = operands;
  const objects = [...rest, ...valuesOf("-a", "--app", "--project", "--env", "-e", "--site")];
  if (/^(?:ls|list|logs|status|whoami|inspect|info|apps|releases|ps|tail|help|version)(?:$|:(?:info|list)$)/.test(verb))
    return [asked("query", [...objects, seen.name], `${seen.name} ${verb} looks`)];
  if (/^(?:dev|build|serve|preview|types|check|emulators\S*)$/.test(verb))
    return [asked("build", rest, `${seen.name} ${verb}`)];
  if (has("--prod", "--production")) return [grave("deploy", objects, `${seen.name} puts into production`, "remote")];
  if (/^(?:deploy|up|publish|pages)$/.test(verb))
    return [
      changing(
        {
          act: "deploy",
          objects: [...objects, ...(operands.length === 0 ? [seen.name] : [])],
          what: `${seen.name} ${verb} ${rest.join(" ")}`,
        },
        seen.args,
      ),
    ];
  return [person("deploy", objects, `${seen.name} ${operands.join(" ")} changes what is online`, "remote")];
}

function pulumi(seen: Seen): readonly Deed[] | null {
  const [verb = ""] = readOptions(seen.args, "-s --stack -C --cwd --stage --profile").operands;
  if (/^(?:preview|diff|synth|list|ls|version|about|whoami|package|validate|build)$/.test(verb))
    return [asked("query", [], `${seen.name} ${verb}`)];
  if (/^(?:destroy|remove|rm|down|delete)$/.test(verb))
    return [deed("delete", [], "destroys all that it manages", ["never", "critical", "destruction"])];
  return [grave("deploy", [], `${seen.name} ${verb} changes what is running`, "remote")];
}

export const CLOUD: Families = {
  "helm helm3 helmfile": helm,
  "terraform tofu terragrunt": terraform,
  "aws awslocal gcloud az bq gsutil s3cmd s5cmd doctl hcloud oci linode-cli": cloud,
  "vercel netlify fly flyctl heroku wrangler railway firebase surge render": hosting,
  "pulumi cdk sst serverless sls sam": pulumi,
};
