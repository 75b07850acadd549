/** Programs of which a subcommand runs a command: package tools, containers, environments. */
import type { Options } from "./wrappers-read.ts";
import type { Usage } from "./wrappers-usage.ts";

const RUN: Usage = {};
const BEHIND_DASHES: Usage = { behindDashes: true };
const PACKAGE: Usage = { rest: "package" };

const NPX: Usage = {
  options: {
    "-y --yes --no --no-install -q --quiet --ignore-existing --offline --prefer-offline": "ok",
    "-p= --package= -w= --workspace= --prefix= --registry= --cache= --userconfig= --loglevel=": "ok",
    "-c= --call=": "script",
    "-h --help -v --version": "none",
  },
  rest: "package",
};

const PNPM_EXEC: Usage = {
  options: {
    "-c --shell-mode": "joins",
    "-r --recursive --parallel --no-bail --silent -s": "ok",
    "--resume-from= --package= -p=": "ok",
  },
  rest: "package",
};

const UV_RUN: Usage = {
  options: {
    "--with= --with-editable= --with-requirements= --extra= --group= --no-group= --only-group= --env-file= -p= --python=":
      "ok",
    "--package= --index= --default-index= -i= --index-url= --extra-index-url= -f= --project= --config-file= --cache-dir=":
      "ok",
    "--isolated --active --no-sync --locked --frozen --all-extras --no-dev --dev --no-project --offline -q --quiet -v -n":
      "ok",
    "--refresh -U --upgrade --no-cache --exact --all-packages --all-groups --no-env-file --script -s --gui-script":
      "ok",
    "--directory=": "cwd",
    "-m --module": "ok",
    "-h --help -V --version": "none",
  },
};

const UVX: Usage = {
  options: {
    "--from= --with= --with-editable= --with-requirements= -p= --python= --index= --default-index= --env-file= --cache-dir=":
      "ok",
    "--isolated --offline -q --quiet -v --verbose --refresh -n --no-cache": "ok",
    "-h --help -V --version": "none",
  },
  rest: "package",
};

const PYTHON_OPTIONS: Options = {
  "-p= --python= --spec= --pip-args= --index-url= --suffix= --fetch-missing-python --no-cache": "ok",
};

const CONTAINER_GLOBAL: Options = {
  "-H= --host= -c= --context= --config= -l= --log-level= --tlscacert= --tlscert= --tlskey= -n= --namespace= --address=":
    "ok",
  "--root= --runroot= --storage-driver= --url= --connection= --cgroup-manager= --network-cmd-path=": "ok",
  "-D --debug --tls --tlsverify --remote -r": "ok",
  "-v --version --help": "none",
};

const CONTAINER_EXEC: Usage = {
  options: {
    "-d --detach -i --interactive -t --tty --privileged -it -ti -dit -T --no-tty": "ok",
    "-e= --env= --env-file= -u= --user= -w= --workdir= --detach-keys= --index=": "ok",
    "--help": "none",
  },
  operands: 1,
};

const CONTAINER_RUN: Usage = {
  options: {
    "-d --detach -i --interactive -t --tty --rm --init --privileged -P --publish-all --read-only --no-healthcheck -q --quiet":
      "ok",
    "--oom-kill-disable --sig-proxy=? --disable-content-trust=? --no-deps --service-ports --use-aliases --build -T --quiet-pull":
      "ok",
    "-a= --attach= -c= --cpu-shares= --cpus= --cpuset-cpus= -e= --env= --env-file= --expose= -h= --hostname= -l= --label=":
      "ok",
    "--add-host= --cap-add= --cap-drop= --cgroup-parent= --cgroupns= --cidfile= --device= --dns= --gpus= --group-add= --ip=":
      "ok",
    "--ipc= --link= --log-driver= --log-opt= --mac-address= -m= --memory= --memory-swap= --mount= --name= --network= --net=":
      "ok",
    "--network-alias= --pid= --pids-limit= --platform= -p= --publish= --pull= --restart= --runtime= --security-opt= --shm-size=":
      "ok",
    "--stop-signal= --stop-timeout= --storage-opt= --sysctl= --tmpfs= -u= --user= --ulimit= --userns= --uts= -v= --volume=":
      "ok",
    "--volume-driver= --volumes-from= -w= --workdir= --health-cmd= --annotation= --isolation= --label-file= --pod= --arch=":
      "ok",
    "--entrypoint=": "program",
    "--help": "none",
  },
  operands: 1,
};

const COMPOSE: Usage = {
  options: {
    "-f= --file= -p= --project-name= --profile= --env-file= --project-directory= --ansi= --progress= --parallel=": "ok",
    "--compatibility --dry-run --all-resources --verbose": "ok",
    "-v --version --help": "none",
  },
  subcommands: { run: CONTAINER_RUN, exec: CONTAINER_EXEC },
};

const GUARD_OPTIONS: Options = {
  "-a= --ask-for-approval= -s= --sandbox= -p= --profile= -c= --config= --add-dir= --timeout= --escalate= -r= --rules=":
    "ok",
  "--answers= --full-auto --yolo --dangerously-bypass-approvals-and-sandbox --log-denials --enable= --disable=": "ok",
  "-C= --cd=": "cwd",
  "-h --help": "none",
};
const GUARD: Usage = { options: GUARD_OPTIONS };
const BOXES = /^(?:linux|landlock|macos|seatbelt|windows)$/;

const KUBE_GLOBAL: Options = {
  "-n= --namespace= --context= --kubeconfig= --cluster= --user= -s= --server= --token= --as= --as-group= --cache-dir=":
    "ok",
  "--certificate-authority= --client-certificate= --client-key= --request-timeout= -v= --tls-server-name=": "ok",
  "--insecure-skip-tls-verify --match-server-version": "ok",
};

const KUBE_EXEC: Usage = {
  options: {
    ...KUBE_GLOBAL,
    "-c= --container= -f= --filename= --pod-running-timeout= -i --stdin -t --tty -q --quiet": "ok",
  },
  operands: 1,
  behindDashes: true,
};

const CONDA_RUN: Usage = {
  options: {
    "-n= --name= -p= --prefix= -e= -a= --attach= --no-capture-output --live-stream -v --verbose --dev --clean-env -s":
      "ok",
    "--cwd=": "cwd",
    "-h --help": "none",
  },
};

const NIX_SHELL: Options = {
  "--run= --command=": "script",
  "-p= --packages= -A= --attr= -I= -E= --expr= --keep= -j= --max-jobs= --cores= --pure --impure -q --quiet -v": "ok",
  "--arg== --argstr== --option==": "ok",
  "--help --version": "none",
};

/** By names separated by spaces. */
export const TOOLS: Readonly<Record<string, Usage>> = {
  "npx pnpx bunx": NPX,
  npm: {
    options: {
      "--prefix= -C= -w= --workspace= --registry= --userconfig= --loglevel= -s --silent -g --global --yes -y --no --workspaces":
        "ok",
    },
    subcommands: { "exec x": NPX },
  },
  pnpm: {
    options: { "-C= --dir= -F= --filter= -w --workspace-root -r --recursive --silent -s": "ok" },
    subcommands: { exec: PNPM_EXEC, dlx: PNPM_EXEC },
  },
  yarn: {
    options: { "--cwd=": "cwd", "-s --silent": "ok" },
    subcommands: {
      "exec node": RUN,
      dlx: { options: { "-p= --package= -q --quiet": "ok" }, rest: "package" },
      workspace: { operands: 1, options: {}, rest: "none" },
    },
  },
  assent: { subcommands: { "run debug": GUARD, sandbox: { subcommands: { linux: GUARD } } } },
  codex: {
    options: GUARD_OPTIONS,
    subcommands: { sandbox: { ...GUARD, operands: BOXES }, debug: { ...GUARD, operands: BOXES } },
  },
  bun: { subcommands: { x: PACKAGE, exec: { rest: "joined" } } },
  "lerna nx": { subcommands: { exec: { ...BEHIND_DASHES } } },
  uvx: UVX,
  uv: {
    options: {
      "--directory= --project= --config-file= --cache-dir= --color= -q --quiet -v --verbose --offline -n": "ok",
    },
    subcommands: { run: UV_RUN, x: UVX, tool: { subcommands: { run: UVX } } },
  },
  pipx: { subcommands: { run: { options: PYTHON_OPTIONS, rest: "package" }, runpip: { rest: "none" } } },
  "poetry pdm rye pipenv": {
    options: { "-C= --directory= -P= --project= -p= -q --quiet -v --verbose -n --no-interaction --no-ansi": "ok" },
    subcommands: {
      run: { options: { "-s --site-packages": "ok", "-p= --project=": "ok", "--help -h --list -l": "none" } },
    },
  },
  pixi: {
    subcommands: {
      "run r": { options: { "-e= --environment= --manifest-path= --frozen --locked --clean-env --skip-deps": "ok" } },
      exec: { options: { "-s= --spec= -c= --channel= -p= --platform=": "ok" } },
    },
  },
  hatch: { options: { "-e= --env= -p= --project= -v -q": "ok" }, subcommands: { run: RUN } },
  bundle: {
    options: { "--gemfile= --retry= -r=": "ok" },
    subcommands: { "exec e ex exe": { options: { "--keep-file-descriptors --gemfile=": "ok" } } },
  },
  gem: { subcommands: { exec: { options: { "-v= --version= -g= --gem= --conservative --prerelease": "ok" } } } },
  "rbenv pyenv nodenv goenv jenv plenv tfenv": { subcommands: { exec: RUN } },
  asdf: { subcommands: { exec: RUN } },
  "nvm fnm n": {
    subcommands: { exec: { options: { "--using= --silent": "ok" }, operands: /^v?\d[\w.]*$|^lts\/.+$|^node$/ } },
  },
  volta: { subcommands: { run: { options: { "--node= --npm= --pnpm= --yarn= --bundled-npm --no-yarn": "ok" } } } },
  rustup: { subcommands: { run: { options: { "--install": "ok" }, operands: 1 } } },
  "mise rtx": {
    options: { "-C= --cd=": "cwd", "-E= --env= -j= --jobs= -q --quiet -v --verbose -y --yes": "ok" },
    subcommands: {
      "exec x": { options: { "-c= --command=": "script", "-C= --cd=": "cwd", "-j= --raw": "ok" }, behindDashes: true },
    },
  },
  direnv: { subcommands: { exec: { operands: 1 } } },
  "dotenv dotenvx": {
    options: { "-e= -f= --file= --env-file= -v= -c=? -p= -o --override -q --quiet": "ok", "--help --version": "none" },
    operands: /^run$/,
  },
  "op doppler infisical chamber aws-vault vault-exec sops envconsul teller": {
    options: {
      "-p= --project= -c= --config= -e= --env= --env-file= --profile= --account= --no-masking": "ok",
      "--command=": "script",
    },
    subcommands: {
      "run exec exec-env": {
        options: { "--command=": "script", "--env-file= -c= -p=": "ok" },
        behindDashes: true,
        operands: 1,
      },
    },
  },
  "nix-shell": { options: NIX_SHELL, rest: "file" },
  nix: {
    options: { "--extra-experimental-features= --experimental-features= --option== -L -v --quiet --impure": "ok" },
    subcommands: {
      "shell develop run": {
        options: {
          "-c --command": "ok",
          "--option== --arg== --argstr== -I= -f= --expr= --impure --pure -L -i -k=": "ok",
        },
        operands: /^(?:[.\w-]*[#:/].*|\.|nixpkgs.*)$/,
      },
    },
  },
  guix: { subcommands: { "shell environment": { behindDashes: true } } },
  "conda mamba micromamba": { subcommands: { run: CONDA_RUN } },
  stack: {
    options: { "--resolver= --stack-yaml= --work-dir=": "ok" },
    subcommands: { exec: { options: { "--package= --no-ghc-package-path": "ok" } } },
  },
  "cabal opam": { subcommands: { exec: { options: { "--switch= --root= --set-root --set-switch": "ok" } } } },
  spack: { subcommands: { "build-env": BEHIND_DASHES } },
  mix: { subcommands: { cmd: { options: { "--app= --cd=": "ok" }, rest: "joined" } } },
  composer: { options: { "-d= --working-dir= -q -v -n": "ok" }, subcommands: { exec: { rest: "joined" } } },
  flatpak: {
    subcommands: {
      run: {
        options: { "--command=": "program", "--branch= --arch= --runtime= --filesystem= --env=": "ok" },
        operands: 1,
        rest: "none",
      },
    },
  },
  "toolbox distrobox distrobox-enter": {
    subcommands: {
      run: { options: { "-c= --container= -d= --distro= -r= --release=": "ok" } },
      enter: { behindDashes: true },
    },
  },
  machinectl: { subcommands: { shell: { options: { "-E= --setenv= --uid= -M=": "ok" }, operands: 1, bare: "input" } } },
  "docker podman nerdctl": {
    options: CONTAINER_GLOBAL,
    subcommands: {
      "run create": CONTAINER_RUN,
      exec: CONTAINER_EXEC,
      container: { subcommands: { "run create": CONTAINER_RUN, exec: CONTAINER_EXEC } },
      compose: COMPOSE,
      unshare: { bare: "input" },
    },
  },
  "docker-compose podman-compose": COMPOSE,
  "lxc incus": {
    subcommands: {
      exec: { options: { "--env= --user= --group= --cwd= --mode= -t -T -n": "ok" }, operands: 1, behindDashes: true },
    },
  },
  "kubectl oc k3s-kubectl microk8s.kubectl": {
    options: KUBE_GLOBAL,
    subcommands: {
      "exec rsh": KUBE_EXEC,
      "run debug": {
        options: { ...KUBE_GLOBAL, "--image= --restart= -l= --labels= --env= --overrides= --port=": "ok" },
        behindDashes: true,
      },
    },
  },
  vagrant: { subcommands: { ssh: { options: { "-c= --command=": "script", "-p --plain -t": "ok" }, rest: "none" } } },
  heroku: { subcommands: { "run run:detached": { options: { "-a= --app= -s= --size= -e= -x": "ok" } } } },
  fly: {
    subcommands: { ssh: { subcommands: { console: { options: { "-C= --command=": "script", "-a= --app=": "ok" } } } } },
  },
  gcloud: {
    subcommands: {
      compute: {
        subcommands: {
          ssh: { options: { "--command=": "script", "--zone= --project=": "ok" }, operands: 1, rest: "none" },
        },
      },
    },
  },
  perf: {
    subcommands: {
      "stat record trace": {
        options: {
          "-e= -o= -F= -c= -r= -C= -G= -I= -x= -D= -m= --event= --output= --freq= --call-graph= --repeat= --cpu= --delay=":
            "ok",
          "-a -g -d -v -q -s -S -n -B -A --all-cpus --no-inherit -z": "ok",
          "-p= --pid= -t= --tid=": "none",
        },
      },
      "bench list report annotate script": { rest: "none" },
    },
  },
  rr: { subcommands: { record: { options: { "-o= -n -h -M -S=": "ok" } } } },
  cargo: {
    operands: /^\+/,
    subcommands: {
      watch: {
        options: {
          "-s= --shell=": "script",
          "-x= --exec= -w= --watch= -i= --ignore= -d= --delay= -C= --workdir=": "ok",
          "-q -c -N": "ok",
        },
      },
    },
  },
  "busybox toybox": { options: { "--list --list-full --help --install": "none" } },
};
