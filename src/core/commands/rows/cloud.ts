/** Programs that run what is in production: clusters, machines and storage of a cloud. */
import { showValue, textOf, textValue } from "../../script/value.ts";
import { networkKind } from "../hosts.ts";
import type { Call, Row } from "../row.ts";
import type { Scene } from "../scene.ts";
import { namesSecret } from "../secrets.ts";
import { CHANGING, service, type Bearing } from "../service.ts";

const KUBECTL_OPTIONS = {
  "-n= --namespace=": "ok",
  "--context= --kubeconfig= --cluster= --user= --server= -s= --request-timeout= --as= --as-group= --cache-dir=": "ok",
  "--token= --certificate-authority= --client-certificate= --client-key= --tls-server-name= -v=": "ok",
  "-o= --output=": "ok",
  "-l= --selector= --field-selector= --sort-by= -c= --container= --tail= --since= --since-time= --image= --port=": "ok",
  "--replicas= --type= --grace-period= --timeout= --from-literal= --from-file= --for= --api-group= --subresource=":
    "ok",
  "-A --all-namespaces --no-headers --show-labels -w --watch --short --all --force -R --recursive": "ok",
  "--previous -p --follow --timestamps --wait --minify --flatten --ignore-not-found --now --insecure-skip-tls-verify":
    "ok",
  "-i --stdin -t --tty --rm --allow-missing-template-keys -q --quiet": "ok",
  "-f= --filename= -k= --kustomize=": "ok",
  "--dry-run=?": "ok",
  "--raw=?": "ok",
  "--client=?": "ok",
} as const;

const KUBECTL = service({
  names: ["kubectl", "oc", "k", "kubecolor", "microk8s.kubectl"],
  about: "runs a cluster",
  options: KUBECTL_OPTIONS,
  paths: [
    [/^(?:help|options|completion|kustomize|plugin list|api-versions --client)\b/, "local"],
    [/^config (?:view|current-context|get-contexts|get-clusters|get-users)\b/, "reads"],
    [/^config\b/, "works"],
    [/^(?:get|describe)\b.*\bsecrets?(?:\/|\b)/, "reads"],
    [
      /^(?:get|describe|explain|logs|top|version|cluster-info|api-resources|api-versions|events|diff|wait|auth (?:can-i|whoami))\b/,
      "reads",
    ],
    [/^rollout (?:status|history)\b/, "reads"],
    [/^(?:port-forward|proxy)\b/, "works"],
  ],
  otherwise: "changes",
  see: seeKubectl,
});

function seeKubectl(path: string, call: Call): Bearing | null {
  if (/^version\b/.test(path) && call.has("--client")) return "local";
  const dry = call.given.findLast(({ key }) => key === "--dry-run=?");
  const isDry = dry?.value !== undefined && dry.value !== null && textOf(dry.value) === "client";
  if (isDry && !/^(?:exec|cp|config)\b/.test(path)) return "local";
  if (/^config view\b/.test(path)) {
    const raw = call.given.findLast(({ key }) => key === "--raw=?");
    const isOff = raw?.value !== undefined && raw.value !== null && textOf(raw.value) === "false";
    return raw === undefined || isOff ? "local" : "secret";
  }
  if (!/^(?:get|describe)\b.*\bsecrets?\b|^create token\b/.test(path)) return null;
  const output = call.valuesOf("-o").map(showValue).join(" ");
  return path.startsWith("create token") || /json|yaml|template|custom-columns|jsonpath/.test(output) ? "secret" : null;
}

const HELM = service({
  names: ["helm", "helm3", "helmfile", "kustomize"],
  about: "installs charts into a cluster",
  options: {
    "-n= --namespace= --kube-context= --kubeconfig= -f= --values= --set= --set-string= --version=": "ok",
    "--dry-run=?": "ok",
  },
  paths: [
    [
      /^(?:lint|template|create|package|version|env|completion|help|verify|build|show (?:chart|values|readme|all|crds) \.)\b/,
      "local",
    ],
    [/^(?:plugin list|repo list|dependency list|dep list)\b/, "local"],
    [/^get (?:values|all)\b/, "secret"],
    [
      /^(?:list|ls|status|history|get|search|show|diff|pull|fetch|repo (?:add|update)|dependency (?:build|update)|dep (?:build|update|up))\b/,
      "reads",
    ],
  ],
  otherwise: "changes",
});

const TERRAFORM = service({
  names: ["terraform", "tofu", "terragrunt"],
  see: (path, call) => (/^(?:output|show)\b/.test(path) && call.has("-json") ? "secret" : null),
  about: "builds what a plan describes",
  singleDash: true,
  options: {
    "-help": "ok",
    "-version": "ok",
    "-chdir=": "ok",
    "-check -recursive -diff -no-color -json -list=false": "ok",
  },
  paths: [
    [
      /^(?:fmt|validate|version|providers|graph|console|get|metadata|modules|workspace (?:show|list)|hclfmt)\b/,
      "local",
    ],
    // A named value is shown even where it is marked as secret, and so are all as data.
    [/^(?:state pull|login|output \S)/, "secret"],
    [/^output\b/, "reads"],
    [
      /^(?:plan|show|state (?:list|show)|init|refresh-plan|test|workspace select|workspace new|run-all plan)\b/,
      "reads",
    ],
  ],
  otherwise: "changes",
});

const PULUMI = service({
  names: ["pulumi", "cdk", "cdktf", "sst", "serverless", "sls", "sam", "eb", "chalice", "amplify"],
  about: "builds what a program describes",
  see: (_path, call) => (call.has("--show-secrets") ? "secret" : null),
  options: { "--show-secrets": "ok", "-s= --stack= -C= --cwd= --profile= --region= -a= --app= --stage=": "ok" },
  paths: [
    [
      /^(?:version|about|help|doctor|docs|context|acknowledge|init|new|synth|synthesize|get|package|build|validate|local|print|schema)\b/,
      "local",
    ],
    [/^(?:stack output|config get)\b.*/, "reads"],
    [
      /^(?:ls|list|diff|preview|stack(?: (?:ls|output|history|graph))?|logs|whoami|status|events|info|config|plugin ls)(?: |$)/,
      "reads",
    ],
  ],
  otherwise: "changes",
});

const READING_VERB =
  /^(?:describe|list|get|head|ls|search|lookup|show|view|wait|check|filter|batch-get|tail|scan|query|select|estimate|test|validate|presign)/;

/** `aws SERVICE OPERATION`: the operation's first word says what it does. */
function seeAws(path: string, call: Call, scene: Scene): Bearing | null {
  const [group = "", verb = "", ...rest] = path.split(" ");
  if (isHere(call, scene)) return "here";
  if (group === "help" || verb === "help" || rest[0] === "help") return "local";
  if (group === "configure") return seeAwsConfigure(verb, rest);
  const isSecret =
    /^get-(?:secret-value|session-token|federation-token|password-data|random-password|login-password|authorization-token|credentials.*|role-credentials|token)$/.test(
      verb,
    ) ||
    /^(?:assume-role.*|create-access-key|create-login-profile|get-parameters?(?:-by-path)? .*--with-decryption)/.test(
      verb,
    ) ||
    (/^get-parameters?/.test(verb) && call.has("--with-decryption"));
  if (
    isSecret ||
    /^(?:kms decrypt|ecr get-login|sso login|eks get-token|ecr get-login-password|codeartifact login)/.test(path)
  )
    return "secret";
  return READING_VERB.test(verb) && !/^(?:s3api|dynamodb) (?:scan|select)-and/.test(path) ? "reads" : null;
}

/** A stand-in for a cloud on this machine, which is given no secret. */
function isHere(call: Call, scene: Scene): boolean {
  const endpoints = call.valuesOf("--endpoint-url");
  const isLocal = endpoints.length > 0 && endpoints.every((url) => networkKind(url).kind === "network-local");
  if (!isLocal || call.strange.length > 0) return false;
  return ![...call.operands, ...call.given.flatMap(({ value }) => value ?? [])].some((word) =>
    namesSecret(textValue(showValue(word).replace(/^fileb?:\/\//, "")), scene),
  );
}

function seeAwsConfigure(verb: string, rest: readonly string[]): Bearing {
  if (verb === "list" || verb === "list-profiles") return "local";
  if (verb === "get") return /secret|token|key/i.test(rest.join(" ")) ? "secret" : "local";
  return verb === "export-credentials" ? "secret" : "changes";
}

const AWS = service({
  names: ["aws", "awslocal", "aws2", "tccli", "aliyun", "ibmcloud", "oci", "scw", "hcloud", "linode-cli", "vultr-cli"],
  about: "acts on a cloud",
  options: {
    "--profile= --region= --output= --query= --endpoint-url= --ca-bundle= --cli-read-timeout= --color= --context=":
      "ok",
    "--no-cli-pager --no-paginate --debug --no-verify-ssl --no-sign-request --recursive --human-readable --summarize":
      "ok",
    "--with-decryption": "ok",
    "--dryrun --dry-run": "ok",
  },
  paths: [[/^\S+ (?:list|ls|get|describe|show)\b/, "reads"]],
  otherwise: "changes",
  see: seeAws,
});

const GCLOUD = service({
  names: ["gcloud", "az", "bq"],
  about: "acts on a cloud",
  options: {
    "--project= --account= --format= --filter= --region= --zone= --configuration= --verbosity= --limit= -g=": "ok",
    "--resource-group= --subscription= -o= --output= --query= -n= --name= --location= -l= --sort-by= --project_id=":
      "ok",
    "-q --quiet -y --yes --only-show-errors --no-wait --debug --verbose": "ok",
  },
  paths: [
    [/^(?:version|help|info|topic|cheat-sheet|feedback|find|completion|bicep (?:build|version))\b/, "local"],
    [
      /^(?:auth (?:application-default )?print-|auth print|account get-access-token|keyvault secret (?:show|download)|secrets versions access|sql users|storage account keys list|acr credential show|iam service-accounts keys create|.* (?:keys|connection-string|list-keys|credentials?) (?:list|show|create))/,
      "secret",
    ],
    [CHANGING, "changes"],
    [/^(?:config|configurations?) (?:list|get|get-value|configurations list)\b/, "reads"],
    [/^(?:auth list|account (?:show|list)|config (?:list|get))\b/, "reads"],
    [/^(?:ls|show|head)\b/, "reads"],
    [
      /^(?:[a-z][a-z0-9-]* ){1,5}?(?:list|describe|show|get|get-value|ls|read|tail|lookup|search|history|exists|get-iam-policy|list-\S+|show-\S+|get-\S+|check-\S+)(?: |$)/,
      "reads",
    ],
  ],
  otherwise: "changes",
});

const STORAGE = service({
  names: ["gsutil", "s3cmd", "s5cmd", "mc", "b2", "azcopy", "rados"],
  about: "copies to and from storage in a cloud",
  options: { "-m -D -q -r -R -a -l -h -n": "ok", "-o= -u= -c=": "ok" },
  paths: [
    [/^(?:version|help)\b/, "local"],
    [/^(?:ls|du|stat|cat|hash|list|info|la|tree|find|head)\b/, "reads"],
  ],
  otherwise: "changes",
});

const ANSIBLE = service({
  names: [
    "ansible-playbook",
    "ansible",
    "ansible-pull",
    "salt",
    "salt-ssh",
    "puppet",
    "chef-client",
    "knife",
    "cap",
    "fab",
    "kamal",
    "nomad",
    "consul",
  ],
  about: "changes other machines",
  options: {
    "-i= --inventory= -e= --extra-vars= -l= --limit= -u= --user= -t= --tags=": "ok",
    "--syntax-check": "ok",
    "--list-hosts --list-tasks --list-tags": "ok",
    "-C --check": "ok",
    "-D --diff -v -vv -vvv -k -K -b --become --flush-cache --skip-tags= --start-at-task= -f= --forks=": "ok",
  },
  paths: [
    [/^(?:version|help|validate|fmt|parser validate)\b/, "local"],
    [/^(?:status|list|show|members|kv get|details|config)\b/, "reads"],
  ],
  otherwise: "changes",
  see: (_path, call) => {
    if (call.strange.length > 0) return null;
    return call.has("--syntax-check") || call.has("--list-hosts") ? "local" : call.has("--check") ? "reads" : null;
  },
});

const CLUSTERS = service({
  names: [
    "minikube",
    "kind",
    "k3d",
    "eksctl",
    "kops",
    "kubeadm",
    "argocd",
    "flux",
    "istioctl",
    "linkerd",
    "velero",
    "skaffold",
    "tilt",
    "okteto",
    "rancher",
    "talosctl",
  ],
  about: "sets up and steers clusters",
  options: { "-n= --namespace= --context= --kubeconfig= -p= --profile= --name=": "ok" },
  paths: [
    [/^(?:version|help|completion|analyze|check|build|render|config)\b/, "local"],
    [
      /^(?:status|list|get|describe|logs|ip|\S+ (?:list|get|describe|diff|logs|status)|app (?:list|get|diff))\b/,
      "reads",
    ],
  ],
  otherwise: "changes",
});

export const CLOUD: readonly Row[] = [KUBECTL, HELM, TERRAFORM, PULUMI, AWS, GCLOUD, STORAGE, ANSIBLE, CLUSTERS];
