/** Stands in the bundle for what the library of the Model Context Protocol checks schemas with. */

export const CORS_IS_POSSIBLE = false;

export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("nothing is checked by a schema of a server");
  }
}
