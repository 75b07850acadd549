/** Stands in the bundle for what the MCP library checks schemas with. */

export const CORS_IS_POSSIBLE = false;

export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("nothing is checked by a schema of a server");
  }
}
