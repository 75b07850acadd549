/** What people call kinds of files, and which files those are. */

const KINDS: readonly (readonly [called: RegExp, paths: RegExp])[] = [
  [
    /^(?:tests?|specs?|suites?|testing)$/,
    /(?:^|[/._-])(?:tests?|specs?|__tests__|e2e|testing|cypress)(?=[/._-]|$)|^test_|_test\./i,
  ],
  [/^snapshots?$/, /\.snap$|__snapshots__|snapshots?\//i],
  [/^(?:docs?|documentation|manual|guides?|prose|wiki|faq)$/, /\.(?:md|mdx|rst|adoc|txt|tex)$|(?:^|\/)docs?(?:\/|$)/i],
  [
    /^(?:code|codebase|sources?|implementation)$/,
    /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|swift|[ch]|cc|cpp|hpp|cs|php|scala|exs?|hs|lua|sh|pl|dart|vue|svelte|sql)$/i,
  ],
  [/^readmes?$/, /readme/i],
  [/^changelogs?$/, /change(?:log|s)|history\.md|news/i],
  [
    /^(?:ci|ci\/cd|pipelines?|workflows?|actions)$/,
    /\.github\/|\.gitlab-ci|\.circleci|azure-pipelines|jenkinsfile|\.travis|bitbucket-pipelines|\.buildkite|\.woodpecker|\.drone/i,
  ],
  [/^hooks?$/, /\.husky|\.githooks|\.git\/hooks|pre-commit|lefthook/i],
  [/^(?:dockerfiles?|images?|containers?|compose)$/, /dockerfile|containerfile|compose\.ya?ml|\.dockerignore/i],
  [
    /^(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|versions?|lockfiles?|manifests?|gems?|crates?)$/,
    /(?:package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|pyproject\.toml|poetry\.lock|uv\.lock|requirements[^/]*\.txt|pipfile|cargo\.(?:toml|lock)|go\.(?:mod|sum)|gemfile|composer\.(?:json|lock)|mix\.(?:exs|lock)|\.csproj|pom\.xml|build\.gradle|\.gemspec|setup\.(?:py|cfg))/i,
  ],
  [/^migrations?$|^schemas?$/, /migrat|schema|\.sql$/i],
  [/^(?:styles?|stylesheets?|css|themes?|colou?rs?)$/, /\.(?:s?css|less|sass|styl)$|theme|styles?/i],
  [/^(?:makefiles?|targets?)$/, /makefile|\.mk$|justfile/i],
  [/^(?:types?|typings)$/, /\.d\.ts$|types?/i],
  [/^(?:fixtures?)$/, /fixtures?/i],
  [/^(?:translations?|locales?)$/, /locales?|i18n|translations?|\.po$/i],
  [/^(?:caches?)$/, /cache|\.(?:mypy|pytest|ruff|turbo|parcel)/i],
];

/** Null for a word that calls no kind of files. */
export function kindOfFiles(word: string): RegExp | null {
  return KINDS.find(([called]) => called.test(word))?.[1] ?? null;
}

/** True where what a word calls is certainly something else: files of another kind, or another path. */
export function isElsewhere(word: string, paths: readonly string[]): boolean {
  if (paths.length === 0) return false;
  const kind = kindOfFiles(word);
  if (kind !== null) return !paths.some((path) => kind.test(path));
  if (!/^[\w.@~/-]*[/.][\w.@~/-]*\w/.test(word)) return false;
  const name = word.replace(/^[~./]+|\/+$/g, "").toLowerCase();
  return !paths.some((path) => path.toLowerCase().includes(name));
}
