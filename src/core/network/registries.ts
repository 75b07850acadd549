/** Well-known package registries: one answer may open them all. */

/** Where the packages of one language come from. */
export type Registry = {
  /** As people name it. */
  readonly name: string;
  /** In the spelling of a `network_rule`; each is reached over HTTPS. */
  readonly hosts: readonly string[];
};

/**
 * Only what ordinary installing fetches from. Left out: places where anybody keeps anything (forges, object stores, image
 * registries, content networks for scripts), for a name there says nothing about what lies behind it.
 */
export const REGISTRIES: readonly Registry[] = [
  { name: "npm", hosts: ["registry.npmjs.org", "registry.yarnpkg.com", "npm.jsr.io"] },
  { name: "PyPI", hosts: ["pypi.org", "files.pythonhosted.org"] },
  { name: "conda", hosts: ["conda.anaconda.org", "repo.anaconda.com"] },
  { name: "crates.io", hosts: ["index.crates.io", "static.crates.io", "crates.io"] },
  { name: "Go modules", hosts: ["proxy.golang.org", "sum.golang.org"] },
  { name: "RubyGems", hosts: ["rubygems.org", "index.rubygems.org"] },
  { name: "Maven", hosts: ["repo.maven.apache.org", "repo1.maven.org", "plugins.gradle.org", "maven.google.com"] },
  { name: "NuGet", hosts: ["api.nuget.org"] },
  { name: "Packagist", hosts: ["repo.packagist.org", "packagist.org"] },
  { name: "Hex", hosts: ["hex.pm", "repo.hex.pm", "builds.hex.pm"] },
  { name: "CPAN", hosts: ["cpan.metacpan.org", "fastapi.metacpan.org", "www.cpan.org"] },
  { name: "CRAN", hosts: ["cran.r-project.org", "cloud.r-project.org"] },
  { name: "Hackage", hosts: ["hackage.haskell.org"] },
  { name: "pub", hosts: ["pub.dev"] },
  { name: "CocoaPods", hosts: ["cdn.cocoapods.org"] },
  { name: "Julia", hosts: ["pkg.julialang.org"] },
];

export const REGISTRY_HOSTS: readonly string[] = REGISTRIES.flatMap(({ hosts }) => hosts);

/** True for a connection that a registry of the list serves. */
export function isRegistry(host: string, protocol: string): boolean {
  return protocol === "https" && REGISTRY_HOSTS.includes(host);
}
