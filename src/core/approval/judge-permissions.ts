/** Decides about permissions that an agent asks for: which may be asked about at all. */
import { isWithin } from "../../kit/path.ts";
import { steersUs } from "../commands/persistence.ts";
import { isDenied } from "../permissions/denied-globs.ts";
import { type Extra, isNothing } from "../permissions/extra.ts";
import { mayWrite, permissionsOf, withExtra, type Permissions } from "../permissions/permissions.ts";
import type { Action } from "./action.ts";
import { askOrRefuse } from "./asking.ts";
import type { Basis } from "./basis.ts";
import type { Reason, Requirement } from "./requirement.ts";

export function judgePermissions({ wanted }: Action & { readonly kind: "permissions" }, basis: Basis): Requirement {
  if (isNothing(wanted)) return { kind: "forbid", reasons: [{ kind: "never-granted", why: "it asks for nothing" }] };
  const under = permissionsWith(wanted, basis);
  if (under.kind === "unrestricted") {
    const reasons = [{ kind: "sandbox", mode: basis.sandboxMode }] as const;
    return { kind: "run", under, reasons, retry: false, from: "policy" };
  }
  const barred = barredOf(wanted, under, basis);
  if (barred.length > 0) return { kind: "forbid", reasons: barred };
  const reasons: readonly Reason[] = [{ kind: "wants-more", extra: wanted }];
  return askOrRefuse(
    { under, reasons, also: [], amendment: null, opens: false, category: "request_permissions" },
    basis,
  );
}

/** The sandbox's permissions with what is wanted opened as well, as far as it can be. */
function permissionsWith(
  wanted: Extra,
  { sandboxMode, workspace }: Pick<Basis, "sandboxMode" | "workspace">,
): Permissions {
  return permissionsOf(sandboxMode, withExtra(workspace, wanted));
}

/**
 * Why something of it is never granted; empty where all may be. A person who grants must get what they see, so what
 * would stay closed, or open something else, is not shown as if it could be opened.
 *
 * @param under with it opened
 */
export function barredOf(wanted: Extra, under: Permissions, basis: Basis): readonly Reason[] {
  if (under.kind === "unrestricted") return [];
  const { workspace, links } = basis;
  const { denied } = under;
  return [...new Set([...wanted.write, ...wanted.read])].flatMap((path): readonly Reason[] => {
    const link = links.find((each) => each.path === path);
    if (link !== undefined && link.real !== path) {
      return [{ kind: "never-granted", why: `${path} leads elsewhere: ask for ${link.real ?? "the place itself"}` }];
    }
    const isHidden = [...denied.paths, ...denied.watched].some((place) => isWithin(place, path));
    if (isHidden || isDenied(denied.globs, path))
      return [{ kind: "never-granted", why: `${path} is denied to commands` }];
    if (!wanted.write.includes(path)) return [];
    return steersUs(path, false, workspace) || !mayWrite(under, path) ? [{ kind: "protected", path }] : [];
  });
}
