/** Programs whose words are options and then the command that they run. */
import type { Usage } from "./wrappers-usage.ts";

const HELP = "--help --version";
const NONE = { [HELP]: "none" } as const;

const ARCHITECTURE =
  /^(?:linux(?:32|64)|i[3-6]86|x86_64|amd64|uname26|athlon|(?:arm|aarch64|ppc|powerpc|s390|sparc|mips|ia64|alpha|parisc|riscv)\w*)$/;

/** By names separated by spaces. */
export const LAUNCHERS: Readonly<Record<string, Usage>> = {
  // Other surroundings.
  nice: { options: { "-n= --adjustment= -NUMBER": "ok", ...NONE } },
  ionice: {
    options: {
      "-c= --class= -n= --classdata= -t --ignore": "ok",
      "-p= --pid= -P= --pgid= -u= --uid= --help -h --version -V": "none",
    },
  },
  chrt: {
    options: {
      "-o --other -f --fifo -r --rr -b --batch -i --idle -d --deadline -e --ext -R --reset-on-fork -v --verbose": "ok",
      "-T= --sched-runtime= -P= --sched-period= -D= --sched-deadline= -a --all-tasks": "ok",
      "-p --pid -m --max -h --help -V --version": "none",
    },
    operands: /^\d+$/,
  },
  taskset: {
    options: { "-a --all-tasks -c --cpu-list": "ok", "-p --pid -h --help -V --version": "none" },
    operands: 1,
  },
  uclampset: { options: { "-m= -M= -s -R -v": "ok", "-p= --pid=": "none" } },
  gnice: { options: { "-n= --adjustment= -NUMBER": "ok", ...NONE } },
  gstdbuf: { options: { "-i= --input= -o= --output= -e= --error=": "ok", ...NONE } },
  "gnohup nohup eatmydata catchsegv setsid": {
    options: { "-c --ctty -f --fork -w --wait": "ok", [`${HELP} -h -V`]: "none" },
  },
  timeout: {
    options: { "-s= --signal= -k= --kill-after= -v --verbose -f --foreground -p --preserve-status": "ok", ...NONE },
    operands: 1,
  },
  gtimeout: {
    options: { "-s= --signal= -k= --kill-after= -v --verbose --foreground --preserve-status": "ok" },
    operands: 1,
  },
  "time gtime": {
    options: {
      "-f= --format= -o= --output= -a --append -p --portability -v --verbose -q --quiet -l -h": "ok",
      [`${HELP} -V`]: "none",
    },
  },
  stdbuf: { options: { "-i= --input= -o= --output= -e= --error=": "ok", ...NONE } },
  unbuffer: { options: { "-p": "ok" } },
  setarch: { options: archOptions(), operands: ARCHITECTURE },
  "linux32 linux64 i386 i486 i586 i686 x86_64 athlon uname26 aarch64 arm64": { options: archOptions() },
  arch: { options: { "-32 -64 -i386 -x86_64 -arm64 -arm64e -arch= -e= -d= -c": "ok" } },
  prlimit: {
    options: {
      "-c=? --core=? -d=? --data=? -e=? --nice=? -f=? --fsize=? -i=? --sigpending=? -l=? --memlock=? -m=? --rss=?":
        "ok",
      "-n=? --nofile=? -q=? --msgqueue=? -r=? --rtprio=? -s=? --stack=? -t=? --cpu=? -u=? --nproc=? -v=? --as=?": "ok",
      "-x=? --locks=? -y=? --rttime=? -o= --output= --noheadings --raw --verbose": "ok",
      "-p= --pid= -h --help -V --version": "none",
    },
  },
  choom: { options: { "-n= --adjust=": "ok", "-p= --pid= -h --help -V --version": "none" } },
  numactl: {
    options: {
      "-a --all -i= --interleave= -p= --preferred= -P= --preferred-many= -m= --membind= -N= --cpunodebind=": "ok",
      "-C= --physcpubind= -w= --weighted-interleave= -l --localalloc -b --balancing -o= --offset= -L= --length= -f= --file=":
        "ok",
      "-s --show -H --hardware": "none",
    },
  },
  "rlwrap ltrace": {
    options: {
      "-a=? -A=? -b= -C= -D= -f= -H= -l= -o= -O= -P= -q= -S= -s= -z= -e= -u= -n= -x= -F= -w=": "ok",
      "-p=": "none",
    },
  },
  "command builtin": { options: { "-p": "ok", "-v -V": "none" } },
  exec: { options: { "-c -l": "ok", "-a=": "ok" } },
  faketime: { options: { "-f -m --date-prog=": "ok", "-p=": "none" }, operands: 1 },
  "fakeroot fakeroot-sysv fakeroot-tcp fakechroot": {
    options: { "-l= --lib= -f= --faked= -i= -s= -u --unknown-is-real -b= --fd-base=": "ok", "-h -v": "none" },
    bare: "input",
  },
  "xvfb-run": {
    options: {
      "-a --auto-servernum -l --listen-tcp -e= --error-file= -f= --auth-file= -n= --server-num= -p= --xauth-protocol=":
        "ok",
      "-s= --server-args= -w= --wait=": "ok",
      "-h --help": "none",
    },
  },
  "dbus-run-session dbus-launch": {
    options: { "--config-file= --dbus-daemon= --exit-with-session --sh-syntax": "ok", ...NONE },
  },
  "ssh-agent gpg-agent": { options: { "-c -s -D -d -a= -E= -O= -P= -t= --daemon --sh --csh": "ok", "-k": "none" } },
  sshpass: { options: { "-p= -f= -d= -P= -e=? -v": "ok", "-h -V": "none" } },
  "dumb-init tini catatonit": {
    options: {
      "-v -c -s -g -p= -e= -r= --rewrite= --single-child --verbose": "ok",
      "-h --help -V --version -l": "none",
    },
  },
  "winpty torsocks torify proxychains proxychains4 tsocks": { options: { "-q -f=": "ok" } },
  "cross-env cross-env-shell env-cmd": {
    assignments: true,
    options: { "-f= --file= -e= --environments= --no-override": "ok" },
  },
  watchexec: {
    options: {
      "-w= -e= -f= -i= -s= -d= -o= --watch= --exts= --filter= --ignore= --signal= --shell= --delay-run= -n -r -c -p":
        "ok",
    },
  },
  entr: { options: { "-a -c -d -n -p -r -z -x": "ok", "-s": "joins" } },
  "wine chronic tsp nq retry cgexec systemd-inhibit caffeinate sandbox-exec setuidgid s6-setuidgid chpst softlimit ifne":
    {
      options: {
        "-g= -t= -w= -u= -p= --what= --who= --why= --mode= -D= -i -d -s -m -n -f -e -v": "ok",
        "-h --help -V --version --list": "none",
      },
      operands: /^[a-z_][a-z0-9_-]*:[a-z0-9_,/-]*$/,
    },
  "wait-for-it wait-for-it.sh wait-for dockerize": { behindDashes: true },
  // Other rights.
  sudo: {
    options: {
      "-A --askpass -b --background -B --bell -E --preserve-env=? -H --set-home -i --login -k --reset-timestamp -N":
        "ok",
      "-n --non-interactive -P --preserve-groups -S --stdin -s --shell": "ok",
      "-C= --close-from= -g= --group= -h= --host= -p= --prompt= -r= --role= -t= --type= -T= --command-timeout=": "ok",
      "-u= --user= -U= --other-user= -R= --chroot= -a= -c=": "ok",
      "-D= --chdir=": "cwd",
      "-e --edit -K --remove-timestamp -l --list -V --version -v --validate --help": "none",
    },
    assignments: true,
    bare: "input",
  },
  doas: { options: { "-u= -a= -n": "ok", "-C= -L": "none", "-s": "input" } },
  pkexec: { options: { "-u= --user= --disable-internal-agent --keep-cwd": "ok", ...NONE } },
  "gosu su-exec": { options: { ...NONE }, operands: 1 },
  run0: {
    options: {
      "-u= --user= -g= --group= --nice= --unit= --property= --description= --slice= --background= --machine= --pty --pipe":
        "ok",
      "-D= --chdir=": "cwd",
      "--setenv=": "setting",
      ...NONE,
    },
    bare: "input",
  },
  setpriv: {
    options: {
      "--ruid= --euid= --reuid= --rgid= --egid= --regid= --groups= --inh-caps= --ambient-caps= --bounding-set=": "ok",
      "--securebits= --pdeathsig= --selinux-label= --apparmor-profile= --landlock-access= --landlock-rule=": "ok",
      "--clear-groups --keep-groups --init-groups --no-new-privs --nnp --reset-env --ptracer= --seccomp-filter=": "ok",
      "-d --dump --list-caps -h --help -V --version": "none",
    },
  },
  // Other places.
  chroot: { options: { "--groups= --userspec= --skip-chdir": "ok", ...NONE }, operands: 1, bare: "input" },
  unshare: {
    options: {
      "-m=? --mount=? -u=? --uts=? -i=? --ipc=? -n=? --net=? -p=? --pid=? -U=? --user=? -C=? --cgroup=? -T=? --time=?":
        "ok",
      "-f --fork --kill-child=? --mount-proc=? --mount-binfmt=? -r --map-root-user -c --map-current-user --keep-caps":
        "ok",
      "--map-user= --map-users= --map-group= --map-groups= --map-auto --map-subids --propagation= --setgroups=": "ok",
      "-R= --root= -S= --setuid= -G= --setgid= --monotonic= --boottime= -l= --load-interp=": "ok",
      "-w= --wd=": "cwd",
      "-h --help -V --version": "none",
    },
    bare: "input",
  },
  nsenter: {
    options: {
      "-t= --target= -m=? --mount=? -u=? --uts=? -i=? --ipc=? -n=? --net=? -p=? --pid=? -C=? --cgroup=? -U=? --user=?":
        "ok",
      "-T=? --time=? -S= --setuid= -G= --setgid= -a --all -F --no-fork -Z --follow-context --preserve-credentials":
        "ok",
      "-r=? --root=? -w=? --wd=? -W= --wdns= -e --env -c --join-cgroup -N= --net-socket= --keep-caps": "ok",
      "-h --help -V --version": "none",
    },
    bare: "input",
  },
  bwrap: {
    options: {
      "--bind== --bind-try== --dev-bind== --dev-bind-try== --ro-bind== --ro-bind-try== --symlink== --file== --bind-data==":
        "ok",
      "--ro-bind-data== --bind-fd== --ro-bind-fd== --chmod== --overlay-src= --ro-overlay= --tmp-overlay= --setenv==":
        "ok",
      "--args= --argv0= --proc= --dev= --tmpfs= --mqueue= --dir= --remount-ro= --seccomp= --add-seccomp-fd= --exec-label=":
        "ok",
      "--file-label= --uid= --gid= --hostname= --unsetenv= --lock-file= --sync-fd= --block-fd= --userns= --userns2= --pidns=":
        "ok",
      "--userns-block-fd= --info-fd= --json-status-fd= --cap-add= --cap-drop= --perms= --size=": "ok",
      "--unshare-all --share-net --unshare-user --unshare-user-try --unshare-ipc --unshare-pid --unshare-net --unshare-uts":
        "ok",
      "--unshare-cgroup --unshare-cgroup-try --disable-userns --assert-userns-disabled --clearenv --new-session": "ok",
      "--die-with-parent --as-pid-1 --level-prefix": "ok",
      "--chdir=": "cwd",
      ...NONE,
    },
  },
  firejail: {
    options: { "--quiet --noprofile --private": "ok", "--list --tree --top --help --version": "none" },
    bare: "input",
  },
  proot: {
    options: {
      "-r= --rootfs= -b= --bind= -m= --mount= -q= --qemu= -k= -v= -0 -i= -R= -S=": "ok",
      "-w= --pwd= --cwd=": "cwd",
      "-h --help -V": "none",
    },
    bare: "input",
  },
  "systemd-run": {
    options: {
      "-u= --unit= -p= --property= -M= --machine= -H= --host= --description= --slice= --uid= --gid= --nice= --service-type=":
        "ok",
      "--on-active= --on-boot= --on-startup= --on-unit-active= --on-unit-inactive= --on-calendar= --timer-property=":
        "ok",
      "--path-property= --socket-property= --background= --user --system --scope -r --remain-after-exit --send-sighup -d":
        "ok",
      "--same-dir --wait --collect -G -q --quiet -t --pty -P --pipe --no-block --no-ask-password --slice-inherit": "ok",
      "--working-directory=": "cwd",
      "-E= --setenv=": "setting",
      "-S --shell": "input",
      "-h --help --version": "none",
    },
  },
  "flatpak-spawn": {
    options: { "--host --watch-bus --clear-env --sandbox --latest-version": "ok", "--directory=": "cwd" },
  },
  // Watching a program.
  strace: {
    options: {
      "-e= -o= -p= -s= -u= -E= -a= -b= -I= -O= -P= -S= -U= -X= --trace= --output= --attach= --string-limit= --user= --env=":
        "ok",
      "-f -ff -F -q -qq -c -C -t -tt -ttt -r -T -v -i -x -xx -y -yy -k -d -D -w -z -Z -n -N -A -Y": "ok",
      "-h --help -V --version": "none",
    },
  },
  valgrind: { options: { "--tool=? --log-file=? -v -q": "ok", "--help --version -h": "none" } },
  mosh: { options: { "--ssh= --server=": "script", "-p= --port= --predict= --family=": "ok" }, operands: 1 },
  cpulimit: { options: { "-l= -p= -P= -e= -c= -z -i -v -m -f -b -s --limit= --pid= --exe= --path= --cpu=": "ok" } },
  trickle: { options: { "-d= -u= -w= -t= -l= -p= -n= -s -v -L=": "ok", "-h -V": "none" } },
  logsave: { options: { "-a -s -v": "ok" }, operands: 1 },
  "dtach abduco": { options: { "-A= -c= -n= -N= -p= -a= -e= -r= -R= -z -E -f -l -q -v": "ok" } },
  "daemonize daemon": {
    options: {
      "-a -v -c= -e= -o= -p= -l= -u= -E= -n= -U -r -f -D= -O= -X= -N= -L= -M= --name= --user= --output= --chdir=": "ok",
      "-V -h --help --version": "none",
    },
  },
  envdir: { operands: 1 },
  envuidgid: { operands: 1 },
  kcov: {
    options: { "--include-path=? --exclude-path=? --include-pattern=? --exclude-pattern=? --verify --clean": "ok" },
    operands: 1,
  },
  stap: { options: { "-c=": "script", "-e= -o= -p= -x= -v -g -s= -d= -D= -I= -m= -r= -S=": "ok" }, rest: "none" },
  "wsl wsl.exe": {
    options: {
      "-d= --distribution= -u= --user= -e --exec --": "ok",
      "--cd=": "cwd",
      "-l --list --status --help": "none",
    },
  },
  heaptrack: { options: { "-o= --output= -r --raw --record-only": "ok" } },
  "ld.so ld-linux ld-linux-x86-64.so ld-linux-aarch64.so ld-linux-armhf.so ld-musl-x86_64.so ld-musl-aarch64.so": {
    options: {
      "--library-path= --preload= --argv0= --audit= --inhibit-rpath= --glibc-hwcaps-prepend= --glibc-hwcaps-mask=":
        "ok",
      "--inhibit-cache": "ok",
      "--list --verify --list-tunables --list-diagnostics --help --version": "none",
    },
  },
  "qemu-x86_64 qemu-i386 qemu-aarch64 qemu-arm qemu-riscv64 qemu-x86_64-static qemu-aarch64-static": {
    options: { "-L= -E= -U= -g= -s= -cpu= -d= -D= -R= -B= -0= -p= -strace -version -h": "ok" },
  },
  // Tables of commands.
  hyperfine: {
    options: {
      "-p= --prepare= -s= --setup= -c= --cleanup= -C= --conclude= --reference=": "script",
      "-w= --warmup= -r= --runs= -m= --min-runs= -M= --max-runs= -P== --parameter-scan== -L== --parameter-list== -D=":
        "ok",
      "-S= --shell= -i --ignore-failure --style= --sort= -u= --time-unit= -n= --command-name= --output= --input=": "ok",
      "--export-json= --export-markdown= --export-csv= --export-asciidoc= --export-orgmode= --show-output -N": "ok",
      "-h --help -V --version": "none",
    },
    rest: "scripts",
  },
  concurrently: {
    options: {
      "-n= --names= -c= --prefix-colors= -p= --prefix= -l= --prefix-length= -m= --max-processes= -s= --success=": "ok",
      "--restart-tries= --restart-after= --kill-signal= --timings -k --kill-others --kill-others-on-fail -r --raw -g -i":
        "ok",
      "-t= --timestamp-format= --hide= --teardown= -P --passthrough-arguments --no-color --pad-prefix -h": "ok",
    },
    rest: "scripts",
  },
  nodemon: {
    options: {
      "-x= --exec=": "script",
      "-e= --ext= -w= --watch= -i= --ignore= -d= --delay= -s= --signal= --config= -V -q -L -C -I -T --verbose --quiet":
        "ok",
      "-h --help -v --version": "none",
    },
    rest: "file",
  },
};

function archOptions(): NonNullable<Usage["options"]> {
  return {
    "-B --32bit -F --fdpic-funcptrs -I --short-inode -L --addr-compat-layout -R --addr-no-randomize -S --whole-seconds":
      "ok",
    "-T --sticky-timeouts -X --read-implies-exec -Z --mmap-page-zero -3 --3gb --4gb --uname-2.6 -v --verbose": "ok",
    "-p= --pid= --show=? --list -h --help -V --version": "none",
  };
}
