// Checks what the stand-in says against Cloudflare's published API schema. In: a check for each
// operation, by its name in schema.json. Not in: the replies.
import { readFileSync } from "node:fs";

import Ajv from "ajv";

const schema = JSON.parse(readFileSync(new URL("schema.json", import.meta.url), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(schema, "replies");

/** Throws unless a reply has the shape that the operation's replies have. */
export function check(operation, { body }) {
  const { success, errors, messages, result } = body;
  if (typeof success !== "boolean" || success !== (errors.length === 0) || !Array.isArray(messages)) {
    throw new Error(`${operation}: not Cloudflare's envelope: ${JSON.stringify(body)}`);
  }
  conforms("errors", errors);
  if (success) conforms(operation, result);
}

function conforms(operation, value) {
  const validate = ajv.getSchema(`replies#/definitions/Replies/properties/${operation}`);
  if (!validate) throw new Error(`schema.json has no ${operation}`);
  if (validate(value)) return;
  const faults = ajv.errorsText(validate.errors, { dataVar: operation });
  throw new Error(`The stand-in's reply is not as Cloudflare's: ${faults}`);
}
