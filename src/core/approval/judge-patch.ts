/** Decides about a patch: inside the writable roots within policy, elsewhere a question. */
import { isWithin } from "../../kit/path.ts";
import { steersUs } from "../commands/persistence.ts";
import { mayWrite, permissionsOf, type Permissions } from "../permissions/permissions.ts";
import type { Action } from "./action.ts";
import { askOrRefuse, policyReason } from "./asking.ts";
import { coversOf, isCovered, writtenPaths } from "./identity.ts";
import type { Basis } from "./basis.ts";
import type { Reason, Requirement } from "./requirement.ts";

export function judgePatch(action: Action & { readonly kind: "patch" }, basis: Basis): Requirement {
  const box = permissionsOf(basis.sandboxMode, basis.workspace);
  const beyond = basis.targets.flatMap(writtenPaths).flatMap((path) => beyondReason(box, path, basis));
  const isSteering = basis.targets.flatMap(writtenPaths).some((path) => steersUs(path, false, basis.workspace));
  // What steers assent itself is asked about each time.
  if (!isSteering && isCovered(coversOf(action, box, basis.targets), basis.remembered)) {
    return { kind: "run", under: box, reasons: [{ kind: "session-grant" }], retry: false, from: "session" };
  }
  if (beyond.length === 0 && basis.approvalPolicy !== "untrusted") {
    const reasons: readonly Reason[] = [{ kind: "sandbox", mode: basis.sandboxMode }];
    return { kind: "run", under: box, reasons, retry: false, from: "policy" };
  }
  const reasons: readonly Reason[] = beyond.length > 0 ? beyond : [policyReason("untrusted", basis)];
  return askOrRefuse({ under: box, reasons, also: [], amendment: null, opens: false }, basis);
}

function beyondReason(box: Permissions, path: string, { workspace }: Basis): readonly Reason[] {
  if (steersUs(path, false, workspace)) return [{ kind: "protected", path }];
  if (mayWrite(box, path)) return [];
  const inRoot = box.kind === "restricted" && box.writable.some((root) => isWithin(root.path, path));
  return [{ kind: inRoot ? "protected" : "outside", path }];
}
