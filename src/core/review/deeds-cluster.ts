/** What kubectl looks at and changes in a cluster. */
import { isSeenThrough } from "../commands/seen-through.ts";
import { changing, isProduction } from "./deeds-cloud.ts";
import { type Options, readOptions } from "./options.ts";
import { asked, deed, type Families, free, grave, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

const VALUED =
  "-n --namespace --context --cluster --kubeconfig -f --filename -l --selector -o --output -c --container -k --kustomize --replicas --field-selector --sort-by --tail --since --user --as --image --type -p --patch --timeout --grace-period --from-literal --from-file -s --server --token --to-revision --dry-run --port --target-port --name";
const LOOKS = /^(?:get|describe|logs|top|explain|version|cluster-info|api-resources|api-versions|diff|events|wait)$/;
const CHANGES = /^(?:apply|create|set|patch|label|annotate|replace|autoscale|expose)$/;

/** The words of one call, as far as a review needs them. */
type Call = {
  readonly rest: readonly string[];
  /** What is called by name, with the namespaces and contexts. */
  readonly objects: readonly string[];
  readonly spaces: readonly string[];
  readonly files: readonly string[];
  readonly options: Options;
  readonly words: readonly string[];
};

function kubectl(seen: Seen): readonly Deed[] | null {
  const options = readOptions(seen.args, VALUED);
  const { operands, valuesOf, has } = options;
  if (has("--kubeconfig", "--token", "-s", "--server", "--as")) return null;
  const [verb = "", ...rest] = operands;
  const spaces = [...valuesOf("-n", "--namespace"), ...valuesOf("--context", "--cluster")];
  const files = valuesOf("-f", "--filename", "-k", "--kustomize");
  const call: Call = { rest, objects: [...namesOf(rest), ...spaces], spaces, files, options, words: seen.args };
  if (LOOKS.test(verb)) return [looking(verb, call)];
  if (verb === "config") return configuring(rest);
  if (verb === "exec" && isSeenThrough(seen.scene)) return [];
  return [acting(verb, call)];
}

/** `pod web-7f9c`, `deployment/web`: what is called by name, and not what kind of thing it is. */
function namesOf(words: readonly string[]): readonly string[] {
  const slashed = words.filter((word) => word.includes("/")).map((word) => word.slice(word.indexOf("/") + 1));
  return slashed.length > 0 ? slashed : words.length > 1 ? words.slice(1) : words;
}

function looking(verb: string, { rest, objects, options }: Call): Deed {
  const isSecret = rest.some((word) => /^secrets?(?:$|[/,])/i.test(word));
  if (isSecret && (options.has("-o", "--output") || verb === "describe")) {
    return person("show-secret", objects, `shows secrets of the cluster (${rest.join(" ")})`, "credentials");
  }
  return asked("query", [...objects, "cluster"], `looks at ${rest.join(" ") || "the cluster"}`);
}

function configuring(rest: readonly string[]): readonly Deed[] {
  const [verb = "", ...names] = rest;
  if (/^(?:get-contexts|current-context|get-clusters)$/.test(verb)) {
    return [free("look", [], "shows which clusters are known")];
  }
  if (verb === "use-context") {
    return [named("configure", names, `turns to the cluster ${names.join(" ")}`, "remote")];
  }
  return [person("show-secret", rest, "shows or changes how clusters are reached", "credentials")];
}

function acting(verb: string, call: Call): Deed {
  const { rest, objects, spaces, files, options, words } = call;
  const foreign = files.filter((file) => /^[a-z]+:\/\//i.test(file));
  if (foreign.length > 0) {
    return person("deploy", foreign, `gives the cluster what lies at ${foreign.join(", ")}`, "supply-chain");
  }
  const tries = options.valuesOf("--dry-run");
  if (tries.some((how) => how === "client" || how === "server")) {
    return asked("look", [...objects, ...files], "tries what it would change");
  }
  const shown = `${verb} ${rest.join(" ")}`.trim();
  if (verb === "delete") return deleting(call);
  if (verb === "rollout") {
    const [step = ""] = rest;
    if (step === "status" || step === "history") return asked("query", objects, `looks at ${rest.join(" ")}`);
    const act = step === "restart" ? "restart" : "deploy";
    return changing({ act, objects: [...namesOf(rest.slice(1)), ...spaces], what: shown }, words);
  }
  if (verb === "scale") {
    const to = options.valuesOf("--replicas");
    return changing({ act: "deploy", objects: [...objects, ...to], what: `${shown} to ${to.join(" ")}` }, words);
  }
  if (CHANGES.test(verb) && options.has("--force"))
    return person("deploy", [...objects, ...files], `replaces by force: ${shown}`, "destruction");
  if (CHANGES.test(verb)) {
    const what = `changes the cluster: ${shown} ${files.join(" ")}`.trim();
    return changing({ act: "deploy", objects: [...objects, ...files], what }, words);
  }
  if (verb === "port-forward" || verb === "proxy") {
    return named("reach", objects, `opens a way into the cluster (${shown})`, "remote");
  }
  if (verb === "exec" || verb === "run" || verb === "attach") {
    return person("run", objects, `runs something in the cluster (${shown})`, "remote");
  }
  return person("deploy", objects, `changes the cluster (${shown})`, "remote");
}

const SMALL = /^(?:po|pods?|jobs?|replicasets?|rs|events?)$/i;
const WHOLE =
  /^(?:ns|namespaces?|nodes?|no|crds?|customresourcedefinitions?|pvcs?|pvs?|persistentvolume\w*|clusterrole\w*|storageclass\w*)$/i;

/** A pod comes back by itself; what holds it, or all of them, does not. */
function deleting({ rest, objects, files, options, words }: Call): Deed {
  const [kind = ""] = (rest[0] ?? "").split("/");
  const isAll = options.has("--all", "-A", "--all-namespaces", "-l", "--selector");
  const what = `deletes ${[...rest, ...files].join(" ")} in the cluster`;
  if (SMALL.test(kind) && !isAll && files.length === 0) return changing({ act: "delete", objects, what }, words);
  const isGrave = WHOLE.test(kind) || isAll || isProduction(words);
  if (isGrave) return grave("delete", [...objects, ...files], what, "destruction");
  return deed("delete", [...objects, ...files], what, ["named", "high", "destruction"]);
}

export const CLUSTER: Families = { "kubectl oc k kubecolor": kubectl };
