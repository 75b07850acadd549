/** Builds the program before the tests if a source is newer, so that they never see an old one. */
import { setUp } from "./setup.mjs";

export default function freshBuild() {
  return setUp({ build: true, programs: [] });
}
