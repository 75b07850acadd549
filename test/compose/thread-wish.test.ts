/** What a client wishes for a thread is a layer of settings over those of the process. */
import { expect, test } from "vitest";
import { joinWishes, wishLayer, withoutWish } from "../../src/compose/thread-wish.ts";
import { describeConfigError } from "../../src/core/config/error.ts";
import type { Layer } from "../../src/core/config/settings.ts";
import type { ThreadWish } from "../../src/engine/agent/host.ts";

const LAYERS: readonly [name: string, wish: ThreadWish, expected: Partial<Layer>][] = [
  ["nothing", {}, {}],
  [
    "a policy and a mode",
    { approvalPolicy: "never", sandboxMode: "read-only" },
    { approvalPolicy: "never", sandboxMode: "read-only" },
  ],
  ["a reviewer and a model", { reviewer: "auto_review", model: "m" }, { reviewer: "auto_review", model: "m" }],
  ["dotted keys of the settings", { config: { "features.smart_approvals": false } }, { smartApprovals: false }],
  ["tables of them", { config: { features: { smart_approvals: false } } }, { smartApprovals: false }],
  ["members over the same key", { model: "a", config: { model: "b" } }, { model: "a" }],
  [
    "paths from the folder of the thread",
    { workspaceWrite: { writable_roots: ["out"] } },
    { workspaceWrite: { writableRoots: ["/w/out"] } },
  ],
];
test.each(LAYERS)("takes %s", (_name, wish, expected) => {
  const layer = wishLayer(wish, "/w");
  expect(layer.ok ? layer.value.layer : describeConfigError(layer.error)).toEqual(expected);
});

test("names the key and its value where it is wrong", () => {
  const layer = wishLayer({ config: { sandbox_mode: "open" } }, "/w");
  expect(layer.ok ? "" : describeConfigError(layer.error)).toMatch(/^sandbox_mode as the client sets it: .*"open"/u);
});

const LEFT: readonly [key: string, wish: ThreadWish, left: ThreadWish][] = [
  ["sandbox_mode", { sandboxMode: "read-only", model: "m" }, { model: "m" }],
  [
    "sandbox_mode",
    { model: "m", config: { sandbox_mode: "read-only", "features.x": true } },
    { model: "m", config: { "features.x": true } },
  ],
  ["approval_policy", { model: "m" }, { model: "m" }],
];
test.each(LEFT)("without %s a wish is what is left", (key, wish, left) => {
  expect(withoutWish(wish, key)).toEqual(left);
});

test("a wish that says nothing of the key is the same one", () => {
  const wish: ThreadWish = { model: "m", config: { a: 1 } };
  expect(withoutWish(wish, "sandbox_mode")).toBe(wish);
});

const JOINED: readonly [name: string, earlier: ThreadWish, later: ThreadWish, expected: ThreadWish][] = [
  [
    "what is not said stays",
    { model: "a", approvalPolicy: "never" },
    { model: "b" },
    { model: "b", approvalPolicy: "never" },
  ],
  [
    "who chooses a mode chooses all of what may be touched",
    { permissions: ":workspace", workspaceWrite: { network_access: true } },
    { sandboxMode: "read-only" },
    { sandboxMode: "read-only" },
  ],
  [
    "and forgets what further keys said of it, but for all else",
    {
      config: {
        sandbox_workspace_write: { writable_roots: ["/out"] },
        "sandbox_workspace_write.network_access": true,
        default_permissions: ":workspace",
        "features.x": true,
      },
    },
    { sandboxMode: "workspace-write" },
    { sandboxMode: "workspace-write", config: { "features.x": true } },
  ],
  [
    "also where nothing else is left of them",
    { config: { sandbox_mode: "danger-full-access" } },
    { permissions: ":workspace" },
    { permissions: ":workspace" },
  ],
  ["further keys are joined", { config: { a: 1, b: 1 } }, { config: { b: 2 } }, { config: { a: 1, b: 2 } }],
];
test.each(JOINED)("%s", (_name, earlier, later, expected) => {
  expect(joinWishes(earlier, later)).toEqual(expected);
});
