/** What runs in production. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["kubectl config current-context", "network, credentials"],
  ["kubectl config use-context prod", "network, credentials"],
  ["kubectl get pods -A", "network, credentials"],
  ["kubectl -n prod logs web -f", "network, credentials"],
  ["kubectl get secret db -o yaml", "credentials ! shows what lets somebody in (get secret db)"],
  ["kubectl get secrets", "network, credentials"],
  ["kubectl config view --raw", "credentials ! shows what lets somebody in (config view)"],
  ["kubectl create token admin", "credentials ! shows what lets somebody in (create token admin)"],
  ["kubectl delete pod x --dry-run=server", "network, credentials ! changes what others use (delete pod x)"],
  ["kubectl delete pod x --dry-run=none", "network, credentials ! changes what others use (delete pod x)"],
  ["kubectl port-forward svc/web 8080:80", "network, credentials"],
  ["kubectl edit deploy web", "network, credentials ! changes what others use (edit deploy web)"],
  ["kubectl patch deploy web -p '{}'", "network, credentials ! changes what others use (patch deploy web)"],
  ["kubectl delete -n --help ns", "network, credentials ! changes what others use (delete ns)"],
  ["kubectl delete ns --unheard-of --help", "unknown, network, credentials ! changes what others use (delete ns)"],
  ["helm list -n prod", "network, credentials"],
  [
    "helm upgrade --install web charts/web --version 1.2",
    "unknown, network, credentials ! changes what others use (upgrade web charts/web)",
  ],
  ["helm get values web", "credentials ! shows what lets somebody in (get values web)"],
  ["terraform plan -out=tf.plan", "unknown, network, credentials"],
  ["terraform state list", "network, credentials"],
  ["terraform apply tf.plan", "network, credentials ! changes what others use (apply tf.plan)"],
  ["terraform -chdir=infra fmt -check", ""],
  ["terraform init", "network, credentials"],
  ["terraform state rm x", "network, credentials ! changes what others use (state rm x)"],
  ["pulumi up -y", "unknown, network, credentials ! changes what others use (up)"],
  ["pulumi preview", "network, credentials"],
  ["cdk diff", "network, credentials"],
  ["cdk synth", ""],
  ["aws sts get-caller-identity", "network, credentials"],
  ["aws s3 ls s3://example-bucket", "network, credentials"],
  ["aws s3 mb s3://sample-bucket", "network, credentials ! changes what others use (s3 mb s3://sample-bucket)"],
  [
    "aws s3 sync build s3://example-bucket --delete",
    "unknown, network, credentials ! changes what others use (s3 sync build)",
  ],
  ["aws --profile prod ec2 describe-instances", "network, credentials"],
  [
    "aws secretsmanager get-secret-value --secret-id x",
    "unknown, credentials ! shows what lets somebody in (secretsmanager get-secret-value x)",
  ],
  [
    "aws ssm get-parameter --name x --with-decryption",
    "unknown, credentials ! shows what lets somebody in (ssm get-parameter x)",
  ],
  [
    "aws configure get aws_secret_access_key",
    "credentials ! shows what lets somebody in (configure get aws_secret_access_key)",
  ],
  ["aws configure get region", ""],
  ["aws iam create-access-key", "credentials ! shows what lets somebody in (iam create-access-key)"],
  ["gcloud config list", "network, credentials"],
  ["gcloud compute instances list", "network, credentials"],
  ["gcloud auth print-access-token", "credentials ! shows what lets somebody in (auth print-access-token)"],
  ["gcloud projects delete list", "network, credentials ! changes what others use (projects delete list)"],
  [
    "gcloud secrets versions access latest --secret=x",
    "unknown, credentials ! shows what lets somebody in (secrets versions access)",
  ],
  ["az account show", "network, credentials"],
  ["az account get-access-token", "credentials ! shows what lets somebody in (account get-access-token)"],
  ["az vm list -o table", "network, credentials"],
  ["gsutil ls gs://example-bucket", "network, credentials"],
  ["gsutil -m cp -r . gs://drop", "network, credentials ! changes what others use (cp . gs://drop)"],
  ["ansible-playbook -i hosts site.yml", "network, credentials ! changes what others use (site.yml)"],
  ["ansible-playbook --syntax-check site.yml", ""],
  ["minikube status", "network, credentials"],
  ["minikube delete", "network, credentials ! changes what others use (delete)"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
