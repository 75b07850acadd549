/** What a push sends where, and what it overwrites there. */
import { deed, person, type Seen } from "./seen.ts";
import type { Options } from "./options.ts";
import type { Deed } from "./subject.ts";

/** Branches that others rest on. */
const SHARED =
  /^(?:main|master|trunk|develop|development|production|prod|release(?:[/-].*)?|stable|staging|gh-pages|HEAD)$/;

/** True for a branch that others rest on, by its name. */
export function isShared(branch: string): boolean {
  return SHARED.test(branch);
}

/** Nothing known of these changes what is sent or overwritten. */
const PLAIN =
  /^(?:-u|--set-upstream|-q|--quiet|-v|--verbose|--progress|--no-progress|--porcelain|--atomic|--tags|--follow-tags|--all|--branches|-n|--dry-run|-f|--force|--force-with-lease(?:=.*)?|--force-if-includes|-d|--delete|--mirror|--prune|--verify|--no-verify|--thin|--no-thin|-4|-6)$/;

export function gitPush({ operands, has, valuesOf }: Options, { args, stage }: Seen): readonly Deed[] | null {
  const strange = args.slice(args.indexOf("push") + 1).filter((word) => word.startsWith("-") && !PLAIN.test(word));
  if (strange.length > 0) return [person("push", operands, `pushes with ${strange.join(" ")}`, "remote")];
  const [to = valuesOf("--repo")[0] ?? "origin", ...refs] = operands;
  const branches = refs.flatMap(ends);
  if (has("-n", "--dry-run")) return [deed("look", [to], "tells what a push would send", ["asked", "low", "remote"])];
  if (isAddress(to))
    return [
      person("send", [to, ...branches], `sends the repository to ${to}, which is none of its remotes`, "exfiltration"),
    ];
  const known = to === "origin" || stage.remotes.includes(to);
  if (/^(?:heroku|dokku|prod\w*|deploy\w*|live)(?:-\w+)?$/.test(to)) {
    return [
      person(
        "deploy",
        [...branches, to],
        `puts ${branches.join(", ") || "the current branch"} into service (${to})`,
        "remote",
      ),
    ];
  }
  const where = known ? [] : [to];
  const made = pushed({ to, refs, branches, has, where });
  if (!has("--no-verify")) return [made];
  const what = `${made.what}, without the checks that hooks make`;
  return [{ ...made, objects: [...made.objects, "--no-verify"], what, category: "weakening" }];
}

type Push = {
  readonly to: string;
  readonly refs: readonly string[];
  readonly branches: readonly string[];
  readonly has: Options["has"];
  /** Left empty for the usual remote, which nobody names. */
  readonly where: readonly string[];
};

function pushed({ to, refs, branches, has, where }: Push): Deed {
  const named = branches.join(", ") || "the current branch";
  if (has("--mirror", "--prune"))
    return deed("push", [to, "--mirror"], `makes ${to} the same as this repository, and deletes what else it has`, [
      "person",
      "critical",
      "destruction",
    ]);
  const isDeleting = has("-d", "--delete") || refs.some((ref) => ref.startsWith(":"));
  const isShared = branches.length === 0 || branches.some((one) => SHARED.test(one) || one.includes("$"));
  if (isDeleting) {
    const objects = [...branches, to];
    return deed(
      "delete",
      objects,
      `deletes ${named} on ${to}`,
      isShared ? ["person", "critical", "destruction"] : ["named", "medium", "destruction"],
    );
  }
  const isLeased = has("--force-with-lease") || has("--force-if-includes");
  const isForced = has("-f", "--force") || refs.some((ref) => ref.startsWith("+"));
  if (isForced || isLeased) {
    const what = `overwrites ${named} on ${to}`;
    if (isShared) return deed("push", [...branches, "force"], what, ["person", "critical", "destruction"]);
    return deed(
      "push",
      [...branches, "force", ...where],
      what,
      isForced ? ["named", "high", "destruction"] : ["named", "medium", "destruction"],
    );
  }
  const all = [...(has("--all", "--branches") ? ["all"] : []), ...(has("--tags", "--follow-tags") ? ["tag"] : [])];
  return deed("push", [...branches, ...all, ...where], `pushes ${named} to ${to}`, ["named", "medium", "remote"]);
}

/** `HEAD:main` goes to main, `+main` is main, and `HEAD` the branch that everybody means. */
function ends(ref: string): readonly string[] {
  const names = ref
    .replace(/^\+/, "")
    .split(":")
    .map((name) => name.replace(/^refs\/(?:heads|tags)\//, ""));
  return [...new Set(names)].filter((name) => name !== "" && name !== "HEAD" && name !== "@");
}

function isAddress(word: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^[^/:]+@[^/]+:|^[\w.-]+\.[a-z]{2,}:|^[./~$]/i.test(word);
}
