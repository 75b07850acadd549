/** git, and other programs that keep versions. */
import type { Row, Usage } from "../row.ts";
import { effect } from "../scene.ts";
import { LOSING } from "./git-losing.ts";
import { READING, READING_WITH_CARE } from "./git-reading.ts";
import { REMOTES } from "./git-remote.ts";
import { CONFIG, settingForOnce } from "./git-settings.ts";
import { STEPS } from "./git-steps.ts";

function shows(about: string): Usage {
  return { about, anyOption: true, effects: ["read"], safe: "boxed" };
}

function step(about: string): Usage {
  return { about, anyOption: true, effects: ["git-write"] };
}

function exchanges(about: string): Usage {
  return { about, anyOption: true, effects: ["network", "git-write"] };
}

function loses(about: string, danger: string): Usage {
  return { about, anyOption: true, effects: ["git-history"], danger };
}

export const GIT: readonly Row[] = [
  {
    names: ["git"],
    about: "keeps versions",
    options: {
      "--no-pager -P --no-optional-locks --literal-pathspecs --glob-pathspecs --noglob-pathspecs": "ok",
      "--icase-pathspecs --no-replace-objects --bare --no-lazy-fetch --no-advice --html-path --man-path --info-path":
        "ok",
      "--namespace= --attr-source= --super-prefix= --list-cmds=": "ok",
      "-C=": "ok",
      "-c=": "ok",
      "--config-env=": "ok",
      // Another repository has its own settings, and may have been planted.
      "--git-dir= --work-tree=": "unknown",
      "--exec-path=?": "ok",
      "-p --paginate": "runs",
      "-v --version -h --help": "informs",
    },
    folder: "-C",
    hook: (call) => {
      const ways = settingForOnce(call);
      // Without a value it only prints where git's own programs are.
      const runs = call.valuesOf("--exec-path").length > 0 ? [effect("runs")] : [];
      return { ...ways, effects: [...(ways.effects ?? []), ...runs] };
    },
    subcommands: { ...READING, ...READING_WITH_CARE, ...STEPS, ...LOSING, ...REMOTES, config: CONFIG },
  },
  {
    names: ["svn"],
    about: "keeps versions on a server",
    subcommands: {
      "status st stat diff di info proplist plist pl propget pget pg": shows("shows what has changed"),
      "log blame praise annotate ann cat list ls": {
        about: "asks the server",
        anyOption: true,
        effects: ["read", "network"],
      },
      "add copy cp mkdir move mv rename ren resolve resolved changelist cl cleanup propset pset ps":
        step("prepares a change"),
      "update up checkout co switch sw merge export relocate": exchanges("fetches files"),
      "revert delete del remove rm": loses("takes changes back", "throws away changes that are not committed"),
      "commit ci import lock unlock": { ...exchanges("sends changes"), danger: "sends changes to a server" },
      "help ?": { about: "helps", anyOption: true },
    },
  },
  {
    names: ["hg"],
    about: "keeps versions",
    options: {
      "-R= --repository= --cwd= -q --quiet -v --verbose -y --noninteractive --color= --pager=": "ok",
      "--config=": "runs",
    },
    subcommands: {
      "status st diff log history annotate blame cat manifest parents paths root branches tags bookmarks heads tip":
        shows("shows versions"),
      "summary sum identify id files locate grep annotate version help": shows("shows versions"),
      "add addremove commit ci copy cp move mv rename graft merge resolve shelve unshelve init bookmark branch tag":
        step("records changes"),
      "pull clone incoming in outgoing out": exchanges("fetches commits"),
      push: exchanges("sends commits"),
      "update up checkout co rebase backout remove rm forget": step("changes to other commits"),
      "revert purge strip rollback histedit": loses("takes changes back", "throws away changes or commits"),
    },
  },
  {
    names: ["jj"],
    about: "keeps versions",
    options: {
      "-R= --repository= --at-operation= --at-op= --color= --no-pager --quiet --ignore-working-copy": "ok",
      "--config=": "runs",
    },
    subcommands: {
      "status st log show diff interdiff evolog obslog root help": shows("shows versions"),
      "file op operation bookmark tag workspace config": {
        about: "shows and changes versions",
        anyOption: true,
        effects: ["git-write"],
      },
      "new commit describe desc edit squash split rebase duplicate restore undo redo parallelize simplify-parents":
        step("changes commits, which jj can undo"),
      "abandon backout revert resolve absorb next prev": step("changes commits, which jj can undo"),
      git: {
        about: "works with git",
        subcommands: {
          "push fetch clone": exchanges("fetches or sends commits"),
          "import export init remote root colocation": step("keeps in step with git"),
        },
      },
    },
  },
];
