/** Variables that make a program run something or read its settings elsewhere. */
import type { Course, Setting } from "../script/sighting.ts";
import { showValue, textOf } from "../script/value.ts";
import type { Effect } from "./effect.ts";
import { effect, type Scene } from "./scene.ts";

/** They change what is shown and how fast, and nothing else. */
const HARMLESS =
  /^(?:LANG|LANGUAGE|LC_[A-Z]+|TZ|NO_COLOR|CLICOLOR|CLICOLOR_FORCE|FORCE_COLOR|COLORTERM|TERM|CI|COLUMNS|LINES|LESSCHARSET|GREP_COLORS?|LS_COLORS|SOURCE_DATE_EPOCH|DEBIAN_FRONTEND|HOMEBREW_NO_[A-Z_]+|NODE_ENV|NODE_NO_WARNINGS|NEXT_TELEMETRY_DISABLED|DO_NOT_TRACK|PYTHON(?:UNBUFFERED|DONTWRITEBYTECODE|IOENCODING|UTF8|HASHSEED|FAULTHANDLER|TRACEMALLOC|ASYNCIODEBUG|NOUSERSITE|SAFEPATH)|RUST_BACKTRACE|RUST_LOG|RUST_TEST_THREADS|CARGO_TERM_COLOR|CARGO_INCREMENTAL|CARGO_BUILD_JOBS|GOOS|GOARCH|GOARM|GOAMD64|GOMAXPROCS|GOGC|CGO_ENABLED|GO111MODULE|OMP_NUM_THREADS|MKL_NUM_THREADS|GIT_(?:OPTIONAL_LOCKS|TERMINAL_PROMPT|LITERAL_PATHSPECS|AUTHOR_(?:NAME|EMAIL|DATE)|COMMITTER_(?:NAME|EMAIL|DATE)|MERGE_AUTOEDIT|NO_LAZY_FETCH)|MANWIDTH|MANROFFOPT|QUOTING_STYLE|TIME_STYLE|BLOCK_SIZE|POSIXLY_CORRECT|DEBUG|VERBOSE|JEST_WORKER_ID|VITEST|TAP|PYTEST_DISABLE_PLUGIN_AUTOLOAD)$/;

/** Their value names programs or libraries, or options that do. */
const RUNNING =
  /^(?:LD_[A-Z0-9_]+|DYLD_[A-Z_]+|GIT_(?:SSH|SSH_COMMAND|EXTERNAL_DIFF|PAGER|EDITOR|SEQUENCE_EDITOR|ASKPASS|PROXY_COMMAND|EXEC_PATH|TEMPLATE_DIR|CONFIG.*)|SSH_ASKPASS|SUDO_ASKPASS|PAGER|MANPAGER|SYSTEMD_PAGER|BAT_PAGER|DELTA_PAGER|AWS_PAGER|EDITOR|VISUAL|FCEDIT|BROWSER|LESS|LESSOPEN|LESSCLOSE|NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|PYTHON(?:PATH|HOME|STARTUP|BREAKPOINT|WARNINGS|INSPECT|USERBASE|PLATLIBDIR|EXECUTABLE)|PERL5OPT|PERL5LIB|PERLLIB|PERL5DB|PERL5SHELL|RUBYOPT|RUBYLIB|BASH_ENV|ENV|BASH_FUNC_.+|PROMPT_COMMAND|PS[014]|SHELLOPTS|BASHOPTS|ZDOTDIR|SHELL|PATH|FZF_[A-Z_]+|MAKEFLAGS|MFLAGS|GNUMAKEFLAGS|MAKEFILES|MAKEOVERRIDES|CC|CXX|CPP|LD|AR|AS|FC|GOFLAGS|GOTOOLCHAIN|GOROOT|RUSTC|RUSTC_WRAPPER|RUSTC_WORKSPACE_WRAPPER|RUSTDOC|RUSTFLAGS|RUSTDOCFLAGS|CARGO_(?!NET_|HTTP_)[A-Z_]+|C(?:XX)?FLAGS|LDFLAGS|CMAKE_[A-Z_]+|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|JAVA_OPTS|JAVA_HOME|CLASSPATH|MAVEN_OPTS|MAVEN_ARGS|GRADLE_OPTS|ANT_OPTS|SBT_OPTS|TAR_OPTIONS|RSYNC_RSH|CVS_RSH|SVN_SSH|HGEDITOR|HGMERGE|GCONV_PATH|OPENSSL_CONF|OPENSSL_ENGINES|OPENSSL_MODULES|VIMINIT|EXINIT|MYVIMRC|EMACSLOADPATH|LUA_(?:PATH|CPATH|INIT).*|R_PROFILE.*|PHPRC|PHP_INI_SCAN_DIR|PSQLRC|TERMINFO(?:_DIRS)?|TERMCAP|DOTNET_STARTUP_HOOKS|DOTNET_ADDITIONAL_DEPS|COR(?:ECLR)?_PROFILER.*|ELECTRON_RUN_AS_NODE|GTK_MODULES|QT_PLUGIN_PATH|PYTEST_ADDOPTS|PYTEST_PLUGINS|VITEST_.*|JEST_.*|(?:npm|NPM)_(?:config|CONFIG)_(?:script_shell|node_options|SCRIPT_SHELL|NODE_OPTIONS))$/;

/** The shell or a program takes its files, settings or hosts from elsewhere. */
const LEADING =
  /^(?:HOME|IFS|CDPATH|GLOBIGNORE|XDG_[A-Z_]+|GIT_(?:DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|NAMESPACE|TRACE.*|CEILING_DIRECTORIES|ATTR_.*|SSL_.*|PROXY_.*)|RIPGREP_CONFIG_PATH|BAT_CONFIG_.*|CURL_HOME|WGETRC|NETRC|INPUTRC|https?_proxy|HTTPS?_PROXY|ALL_PROXY|all_proxy|(?:npm|NPM)_(?:config|CONFIG)_.+|YARN_.+|PNPM_.+|BUN_.+|PIP_.+|UV_.+|POETRY_.+|BUNDLE_.+|GEM_.+|COMPOSER_.+|GO(?:PROXY|ENV|PATH|BIN|PRIVATE|NOSUMDB|NOPROXY|SUMDB|INSECURE|VCS)|GRADLE_USER_HOME|SSL_CERT_.*|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|KUBECONFIG|DOCKER_.+|AWS_.+|SSH_AUTH_SOCK|PGSERVICEFILE|TMPDIR)$/;

/** A program that shows text, or does nothing. */
const HARMLESS_PROGRAM = /^(?:|:|true|false|cat|\/bin\/cat|less|more)$/;
const PROGRAM_VALUED = /(?:PAGER|EDITOR|VISUAL|ASKPASS|BROWSER)$/;

const SYSTEM_PATH = /^(?:\/(?:usr\/(?:local\/)?)?s?bin)(?::\/(?:usr\/(?:local\/)?)?s?bin)*$/;

/**
 * What setting these for a command does. What the script has set before counts as well, as far as it makes programs run
 * something else or leads them elsewhere.
 */
export function settingsEffects(settings: readonly Setting[], { course }: Scene): readonly Effect[] {
  const effects: Effect[] = [];
  for (const setting of settings) {
    if (!isHarmless(setting)) effects.push(effect(RUNNING.test(setting.name) ? "runs" : "unknown", setting.name));
  }
  return [...effects, ...inScript(course).effects];
}

type Lasting = { readonly effects: readonly Effect[]; readonly danger: string | null };

/** By script, so that many commands behind many variables stay cheap. */
const lasting = new WeakMap<Course, Lasting>();

const NOTHING_LASTS: Lasting = { effects: [], danger: null };

function inScript(course: Course): Lasting {
  if (course.settings.length === 0) return NOTHING_LASTS;
  const known = lasting.get(course);
  if (known !== undefined) return known;
  const telling = course.settings.filter((setting) => !isHarmless(setting));
  const running = telling.filter(({ name }) => RUNNING.test(name)).map(({ name }) => effect("runs", name));
  const leading = telling.filter(({ name }) => LEADING.test(name)).map(({ name }) => effect("unknown", name));
  const made = { effects: [...running, ...leading].slice(0, SHOWN_MAX), danger: dangerOf(course.settings) };
  lasting.set(course, made);
  return made;
}

/** More of them say nothing more of a command. */
const SHOWN_MAX = 8;

function isHarmless({ name, value }: Setting): boolean {
  if (HARMLESS.test(name)) return true;
  const text = textOf(value);
  if (text === null) return false;
  if (PROGRAM_VALUED.test(name)) return HARMLESS_PROGRAM.test(text);
  if (name === "PATH") return SYSTEM_PATH.test(text);
  // Anything else than a number or a word is a file to write to.
  return name.startsWith("GIT_TRACE") && /^(?:[012]|true|false)?$/.test(text);
}

const LOADED = /^(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES)$/;
const SOURCES =
  /^(?:GOPROXY|PIP_(?:EXTRA_)?INDEX_URL|PIP_FIND_LINKS|UV_(?:EXTRA_)?INDEX(?:_URL)?|UV_DEFAULT_INDEX|UV_FIND_LINKS|(?:npm_config|NPM_CONFIG)_(?:registry|REGISTRY)|YARN_(?:NPM_REGISTRY_SERVER|REGISTRY)|CARGO_REGISTRIES_.+_INDEX|CARGO_SOURCE_.+|BUNDLE_MIRROR.*|HOMEBREW_(?:BOTTLE|API)_DOMAIN|COMPOSER_REPO_PACKAGIST)$/;
const USUAL_SOURCE =
  /^(?:off|direct|https:\/\/proxy\.golang\.org|https:\/\/registry\.npmjs\.org|https:\/\/registry\.yarnpkg\.com|https:\/\/pypi\.org\/simple|https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?)(?:\/|,(?:direct|off)|$)/;

/** By name, the values that switch a check off. */
const CHECKS: readonly (readonly [name: RegExp, off: RegExp])[] = [
  [/^GIT_SSL_NO_VERIFY$/, /^(?!0$|false$|no$|$)/],
  [/^NODE_TLS_REJECT_UNAUTHORIZED$/, /^0$/],
  [/^PYTHONHTTPSVERIFY$/, /^0$/],
  [/^(?:npm_config|NPM_CONFIG)_(?:strict_ssl|STRICT_SSL)$/, /^(?:false|0)$/],
  [/^GOSUMDB$/, /^off$/],
  [/^(?:GOINSECURE|PIP_TRUSTED_HOST|UV_INSECURE_HOST)$/, /./],
];

/** Why setting these always asks, in words that follow the program's name; null where it does not. */
export function dangerOfSettings(settings: readonly Setting[], { course }: Scene): string | null {
  return dangerOf(settings) ?? inScript(course).danger;
}

function dangerOf(settings: readonly Setting[]): string | null {
  for (const { name, value } of settings) {
    const shown = showValue(value);
    if (LOADED.test(name) && shown !== "") return `loads a library into what it runs (${name}=${shown})`;
    if (SOURCES.test(name) && !USUAL_SOURCE.test(shown))
      return `takes packages from another place than usual (${name}=${shown})`;
    if (CHECKS.some(([check, off]) => check.test(name) && off.test(shown)))
      return `switches off a check (${name}=${shown})`;
  }
  return null;
}
