/** How common programs spell their options, so that a rule for one spelling holds for all. */

import { GIT_AFTER } from "./hold-options-git.ts";
import type { Spelled } from "./hold-spelled.ts";

const RECURSIVE = "-r -R --recursive";
const FORCE = "-f --force";
const QUIET = "-q --quiet";
const VERBOSE = "-v --verbose";

const NPM: Spelled = {
  valued:
    "--prefix -C --registry -w --workspace --userconfig --loglevel --tag --otp --access --cache --omit --include --script-shell",
  same: [
    FORCE,
    "-g --global --location=global",
    "-y --yes",
    "-D --save-dev",
    "-S --save",
    "-E --save-exact",
    "-s --silent",
    "-a --all",
  ],
  flags:
    "--workspaces --dry-run --no-save --legacy-peer-deps --ignore-scripts --no-audit --no-fund --json --production --if-present --offline --prefer-offline",
  rest: "either",
};

const CONTAINER: Spelled = {
  valued:
    "-H --host -c --context --config -l --log-level --tlscacert --tlscert --tlskey --root --url --connection -n --namespace",
  flags: "-D --debug --tls --tlsverify -v --version --remote",
  rest: "either",
  after: {
    "run create exec": {
      valued:
        "-a --attach -c --cpu-shares --cpus -e --env --env-file --expose --hostname -h -l --label --add-host --cap-add --cap-drop --device --dns " +
        "--entrypoint --gpus --group-add --ip --ipc --link --log-driver --log-opt -m --memory --mount --name --network --net --pid --platform " +
        "-p --publish --pull --restart --runtime --security-opt --shm-size --tmpfs -u --user --ulimit --userns --uts -v --volume --volumes-from -w --workdir",
      same: [
        "-d --detach",
        "-i --interactive",
        "-t --tty",
        "-P --publish-all",
        "-e --env",
        "-v --volume",
        "-u --user",
        "-p --publish",
        "--net --network",
      ],
      flags: "--rm --init --privileged --read-only",
      rest: "either",
    },
    "rm rmi": { same: [FORCE, "-l --link", "-v --volumes"], rest: "flags" },
    "system volume image network builder": {
      valued: "--filter",
      same: [FORCE, "-a --all"],
      flags: "--volumes",
      rest: "flags",
    },
    compose: {
      valued: "-f --file -p --project-name --profile --env-file --project-directory --ansi --progress",
      same: ["-d --detach", "-v --volumes"],
      rest: "either",
    },
  },
};

const KUBE: Spelled = {
  valued:
    "-n --namespace --context --kubeconfig --cluster --user -s --server --token --as --as-group --cache-dir --certificate-authority --request-timeout -v -l --selector -o --output -f --filename -k --kustomize --field-selector --grace-period --timeout -c --container",
  same: ["-n --namespace", "-A --all-namespaces", "-f --filename", "-k --kustomize", "-l --selector", "-R --recursive"],
  flags: "--all --force --now --wait -i --stdin -t --tty --insecure-skip-tls-verify",
  rest: "either",
};

const CLOUD: Spelled = { rest: "either" };

const APT: Spelled = {
  valued: "-o --option -c --config-file -t --target-release -a --host-architecture",
  same: [
    "-y --yes --assume-yes",
    "-q --quiet",
    "-s --simulate --dry-run --just-print",
    "-d --download-only",
    "-f --fix-broken",
    "-m --ignore-missing",
  ],
  flags: "--purge --reinstall --no-install-recommends --allow-downgrades --allow-unauthenticated",
  rest: "either",
};

/** By names, separated by spaces. What is not here may take a value with each option, or not. */
export const SPELLINGS: Readonly<Record<string, Spelled>> = {
  "rm grm": {
    same: [RECURSIVE, FORCE, "-d --dir", VERBOSE, "-I --interactive", "-i"],
    flags: "--one-file-system --no-preserve-root --preserve-root",
    rest: "flags",
  },
  "cp gcp": {
    valued: "-t --target-directory -S --suffix",
    same: [
      "-r -R --recursive",
      FORCE,
      "-a --archive",
      "-i --interactive",
      "-n --no-clobber",
      "-L --dereference",
      "-P --no-dereference",
      "-l --link",
      "-s --symbolic-link",
      "-u --update",
      VERBOSE,
      "-T --no-target-directory",
    ],
    rest: "flags",
  },
  "mv gmv": {
    valued: "-t --target-directory -S --suffix",
    same: [FORCE, "-i --interactive", "-n --no-clobber", "-u --update", VERBOSE, "-T --no-target-directory"],
    rest: "flags",
  },
  "ln gln": {
    valued: "-t --target-directory -S --suffix",
    same: ["-s --symbolic", FORCE, "-n --no-dereference", "-r --relative", VERBOSE],
    rest: "flags",
  },
  "chmod chown chgrp": {
    valued: "--reference --from",
    same: ["-R --recursive", "-f --silent --quiet", VERBOSE, "-c --changes", "-h --no-dereference"],
    rest: "flags",
  },
  "mkdir rmdir": { valued: "-m --mode", same: ["-p --parents", VERBOSE], rest: "flags" },
  shred: {
    valued: "-n --iterations -s --size --random-source",
    same: [FORCE, "-u --remove", "-z --zero", VERBOSE, "-x --exact"],
    rest: "flags",
  },
  truncate: { valued: "-s --size -r --reference", same: ["-c --no-create", "-s --size"], rest: "flags" },
  kill: { valued: "-s --signal -n -p", same: ["-l --list"], rest: "flags", whole: true },
  "pkill killall": {
    valued: "-u --euid -U --uid -g -G -t -s --signal -P -y --younger-than -o --older-than --user",
    same: ["-f --full", "-u --euid --user", "-i --ignore-case", "-9 -KILL -SIGKILL"],
    rest: "either",
  },
  git: {
    valued: "-C -c --git-dir --work-tree --namespace --super-prefix --config-env --attr-source",
    flags:
      "-p --paginate -P --no-pager --bare --no-replace-objects --literal-pathspecs --glob-pathspecs --noglob-pathspecs --icase-pathspecs " +
      "--no-optional-locks --no-lazy-fetch --no-advice --exec-path --html-path --man-path --info-path -v --version -h --help",
    rest: "either",
    after: GIT_AFTER,
  },
  "npm pnpm yarn bun": NPM,
  "docker podman nerdctl": CONTAINER,
  "kubectl oc": KUBE,
  helm: {
    valued: "-n --namespace --kube-context --kubeconfig -f --values --set --set-string --version --timeout",
    same: ["-n --namespace", "-f --values"],
    rest: "either",
  },
  "terraform tofu": {
    whole: true,
    flags: "-auto-approve -destroy -force -json -no-color",
    same: ["-auto-approve --auto-approve", "-destroy --destroy", "-force --force"],
    rest: "flags",
    valued: "-state -backup",
  },
  "aws gcloud az gh glab heroku vercel netlify wrangler fly flyctl firebase": CLOUD,
  cargo: {
    valued:
      "-p --package --manifest-path --target --target-dir --features -F --color --config -Z -j --jobs --registry --token -C --profile",
    same: ["-r --release", QUIET, VERBOSE, "-n --dry-run"],
    flags: "--locked --offline --frozen --all-features --allow-dirty --no-verify --workspace --all --force -f",
    rest: "either",
  },
  "pip pip3 pipx": {
    valued:
      "-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t --target -e --editable --python --proxy --root --prefix",
    same: ["-U --upgrade", QUIET, VERBOSE, "-y --yes", "-i --index-url"],
    flags: "--user --no-deps --pre --break-system-packages --force-reinstall",
    rest: "either",
  },
  "apt apt-get": APT,
  "dnf yum": {
    valued: "-c -x --exclude --repo --enablerepo --disablerepo --setopt --releasever",
    same: ["-y --assumeyes"],
    rest: "either",
  },
  systemctl: {
    valued:
      "-H --host -M --machine -t --type --state -p --property -n --lines -o --output --root -s --signal --job-mode",
    same: [FORCE, QUIET],
    flags: "--user --system --now --no-block --no-pager",
    rest: "either",
  },
  curl: {
    valued:
      "-X --request -H --header -d --data --data-binary --data-raw --data-urlencode -o --output -u --user -A --user-agent -e --referer -b --cookie -c --cookie-jar " +
      "-F --form -T --upload-file -K --config -x --proxy -m --max-time --connect-timeout --retry -w --write-out -E --cert --key --cacert -r --range --resolve --url --json",
    same: [
      "-X --request",
      "-H --header",
      "-d --data",
      "-o --output",
      "-O --remote-name",
      "-s --silent",
      "-L --location",
      "-k --insecure",
      "-f --fail",
      "-T --upload-file",
      "-u --user",
      "-F --form",
      "-I --head",
      "-i --include",
      VERBOSE,
      "-K --config",
      "-x --proxy",
    ],
    rest: "either",
  },
  wget: {
    valued:
      "-O --output-document -P --directory-prefix -o --output-file -a -i --input-file -e --execute -U --user-agent --header --post-data --post-file -t --tries -T --timeout",
    same: [
      "-O --output-document",
      "-P --directory-prefix",
      QUIET,
      "-r --recursive",
      "-c --continue",
      "-N --timestamping",
    ],
    rest: "either",
  },
  tar: {
    valued:
      "-f --file -C --directory -T --files-from -X --exclude-from -I --use-compress-program -b --blocking-factor --exclude --transform --checkpoint-action --to-command",
    same: [
      "-x --extract --get",
      "-c --create",
      "-t --list",
      "-r --append",
      "-u --update",
      "-f --file",
      "-z --gzip",
      "-j --bzip2",
      "-J --xz",
      VERBOSE,
      "-P --absolute-names",
      "-C --directory",
    ],
    flags: "--delete",
    rest: "either",
  },
  rsync: {
    valued:
      "-e --rsh -f --filter --exclude --include --files-from --rsync-path --password-file --port -T --temp-dir --log-file --chmod --bwlimit",
    same: [
      "-a --archive",
      "-r --recursive",
      "-n --dry-run",
      "-z --compress",
      "-u --update",
      "-e --rsh",
      VERBOSE,
      QUIET,
    ],
    flags: "--delete --delete-after --delete-before --delete-during --remove-source-files --force",
    rest: "either",
  },
  "sed gsed": {
    valued: "-e --expression -f --file -l --line-length",
    same: ["-n --quiet --silent", "-i --in-place", "-E -r --regexp-extended", "-s --separate", "-z --null-data"],
    rest: "flags",
  },
  find: {
    whole: true,
    rest: "flags",
    valued: "-name -iname -path -type -maxdepth -mindepth -newer -mtime -size -user -group -perm -regex",
  },
  "bash sh zsh dash ksh": { valued: "-o -O --rcfile --init-file", same: ["-l --login"], rest: "flags" },
  "python python3": { valued: "-W -X", flags: "-c -m -u -B -b -E -I -O -s -S -v -q -i -x", rest: "either" },
  ssh: { valued: "-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w", rest: "flags" },
  scp: { valued: "-c -F -i -J -l -o -P -S -X -D", rest: "flags" },
  sudo: {
    valued:
      "-C --close-from -D --chdir -g --group -h --host -p --prompt -R --chroot -r --role -t --type -T -U --other-user -u --user",
    same: [
      "-u --user",
      "-i --login",
      "-s --shell",
      "-n --non-interactive",
      "-E --preserve-env",
      "-S --stdin",
      "-l --list",
    ],
    rest: "flags",
  },
  make: {
    valued: "-C --directory -f --file --makefile -I --include-dir -o --old-file -W --what-if --eval",
    same: [
      "-C --directory",
      "-f --file --makefile",
      "-B --always-make",
      "-i --ignore-errors",
      "-k --keep-going",
      "-n --just-print --dry-run --recon",
      "-s --silent --quiet",
    ],
    rest: "either",
  },
  psql: {
    valued: "-c --command -d --dbname -f --file -h --host -p --port -U --username -v --set -o --output -F -P -R",
    same: ["-c --command", "-f --file", "-d --dbname", "-h --host", "-U --username"],
    rest: "either",
  },
  brew: { same: [FORCE], flags: "--cask --formula --zap --verbose -v --quiet -q", rest: "either" },
  crontab: { valued: "-u", rest: "flags" },
  "useradd usermod userdel": {
    valued: "-u --uid -g --gid -G --groups -d --home -s --shell -c --comment -p --password",
    same: ["-r --remove", FORCE, "-a --append"],
    rest: "either",
  },
  sort: {
    valued:
      "-o --output -k --key -t --field-separator -S --buffer-size -T --temporary-directory --compress-program --parallel",
    same: ["-o --output", "-u --unique", "-r --reverse", "-n --numeric-sort"],
    rest: "either",
  },
};
