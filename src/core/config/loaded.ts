/** Everything that was read to find the settings in force. */
import type { ReadLayer } from "./layers.ts";
import type { Requirements } from "./requirements.ts";
import type { Settings } from "./settings.ts";
import type { Cut, Project, ProjectFile, Trust } from "./trust.ts";

export type Loaded = {
  readonly settings: Settings;
  /** Strongest first; projects' nearest folder first. */
  readonly layers: readonly ReadLayer[];
  readonly requirements: Requirements;
  readonly project: Project;
  readonly projectFiles: readonly ProjectFile[];
  readonly trust: Trust;
  /** Keys of the project's config files that would loosen something, and do not count. */
  readonly cuts: readonly Cut[];
};
