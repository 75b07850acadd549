/** What is changed in every recorded transcript before it is compared, with reasons. */

/** `apply` changes a reduced transcript in place. `docs/differences.md` has a line for each, by its `name`. */
export const GENERAL = [
  {
    name: "no-silent-trust",
    why: "nobody trusts a folder by starting a thread in it",
    apply(view) {
      if (view.trust) view.trust = [];
    },
  },
  {
    name: "all-decisions",
    why: "every decision that is honoured is offered",
    apply(view) {
      for (const { params } of asksOf(view)) if (params.availableDecisions) params.availableDecisions = allOf(params);
    },
  },
];

function asksOf({ lanes = {} }) {
  return Object.values(lanes)
    .flat()
    .filter(({ event }) => event === "ask");
}

/** What is typed into a process is asked about each time; what only a person may answer is offered in full already. */
function allOf({ kind, availableDecisions }) {
  if (kind === "humanCommand") return availableDecisions;
  const has = (name) => availableDecisions.includes(name);
  return availableDecisions.flatMap((each) => {
    if (each === "accept" && kind !== "writeStdin" && !has("acceptForSession")) return [each, "acceptForSession"];
    if (each === "cancel" && !has("decline")) return ["decline", each];
    const network = each.applyNetworkPolicyAmendment?.network_policy_amendment;
    if (network?.action !== "allow") return [each];
    return [each, { applyNetworkPolicyAmendment: { network_policy_amendment: { ...network, action: "deny" } } }];
  });
}
