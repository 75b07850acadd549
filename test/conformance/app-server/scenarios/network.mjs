/** Scenarios: network. */
// Network approvals. The reference asks only when requirements.toml manages the network; a proxy switched on
// in config.toml blocks what is not listed without asking.
const bye = [{ text: "bye" }];
const curl = (url) => [
  { call: "exec_command", args: { cmd: `curl -sS -m 8 -o /dev/null -w '%{http_code}\\n' ${url}` } },
];
const thread = { approvalPolicy: "on-request", sandbox: "workspace-write" };
const config = "[sandbox_workspace_write]\nnetwork_access = true\n";
const managed =
  '[experimental_network]\nenabled = true\nallow_local_binding = true\n[experimental_network.domains]\n"allowed.invalid" = "allow"\n"denied.invalid" = "deny"\n';
const one = "http://one.invalid/",
  two = "http://two.invalid/";
const net = (action, host) => ({ applyNetworkPolicyAmendment: { network_policy_amendment: { host, action } } });
const visit = (name, about, urls, answers, extra = {}) => ({
  name: `network-${name}`,
  about,
  thread,
  config,
  requirements: managed,
  answers,
  steps: [{ turn: { model: [...urls.map(curl), bye] } }],
  ...extra,
});

export default [
  visit(
    "accept",
    "accepted once: the same host is asked again",
    [one, one],
    [{ decision: "accept" }, { decision: "decline" }],
  ),
  visit("decline", "declined: the command fails and the model is told", [one], [{ decision: "decline" }]),
  visit("cancel", "cancelled: the turn is interrupted", [one], [{ decision: "cancel" }]),
  visit(
    "allow-rule",
    "a persistent allow rule is written and holds",
    [one, one, "https://one.invalid/"],
    [{ decision: net("allow", "one.invalid") }],
  ),
  visit("listed", "listed hosts are not asked about", ["http://allowed.invalid/", "http://denied.invalid/"], []),
  visit("never", "policy never: not asked, blocked", [one], [], {
    thread: { approvalPolicy: "never", sandbox: "workspace-write" },
  }),
  visit("rules-file", "network_rule lines in a rules file", [one, two], [], {
    home: {
      "rules/default.rules":
        'network_rule(host="one.invalid", protocol="http", decision="allow")\nnetwork_rule(host="two.invalid", protocol="http", decision="deny")\n',
    },
  }),
  visit("user-proxy-blocks", "a proxy from config.toml blocks without asking", [one, "http://allowed.invalid/"], [], {
    requirements: undefined,
    config:
      '[sandbox_workspace_write]\nnetwork_access = true\n[features.network_proxy]\nenabled = true\nallow_local_binding = true\ndomains = { "allowed.invalid" = "allow" }\n',
  }),
  visit("review", "automatic review of a network request", [one], [], {
    thread: { ...thread, approvalsReviewer: "auto_review" },
    steps: [
      {
        turn: {
          model: [curl(one), bye],
          guardian: [
            [{ text: '{"risk_level":"high","user_authorization":"low","outcome":"deny","rationale":"unknown host"}' }],
          ],
        },
      },
    ],
  }),
];
