// Calls a collector by the types that openapi-typescript makes of its description: compiled
// strictly, then run. node client.js {address} {the operator's token} {a response's id}

import createClient from "openapi-fetch";
import type { components, paths } from "./hearby";

declare const process: { argv: string[] };
const [, , address, token, id] = process.argv as [string, string, string, string, string];

function ensure(holds: boolean, what: unknown): asserts holds {
  if (!holds) throw new Error(JSON.stringify(what));
}

const admin = createClient<paths>({ baseUrl: address, headers: { authorization: `Bearer ${token}` } });
const nobody = createClient<paths>({ baseUrl: address });
const names = { site: "shop", survey: "nps" };

const site = await admin.PUT("/v1/sites/{site}", {
  params: { path: { site: "shop" } },
  body: { product: "Trà Sen", consent: "always" },
});
ensure(site.data?.definition.product === "Trà Sen", site.error);
const survey = await admin.PUT("/v1/sites/{site}/surveys/{survey}", {
  params: { path: names },
  body: { kind: "nps" },
});
ensure(survey.response.status === 201, survey.error);

const answer: components["schemas"]["NewResponse"] = {
  id, site: "shop", survey: "nps", score: 9, comment: "Trà ngon; giao nhanh.", device: "phone",
};
const taken = await nobody.POST("/v1/responses", { body: answer });
ensure(taken.data?.id === id, taken.error);

const summary = await admin.GET("/v1/sites/{site}/surveys/{survey}/summary", {
  params: { path: names, query: { interval: "day", confidence: 0.9 } },
});
ensure(summary.data !== undefined, summary.error);
// `null` while it is not final.
const score = summary.data.score;
ensure(score !== null && summary.data.final && summary.data.responses === 1, summary.data);
ensure(score.value === 100 && score.confidence === 0.9, score);

const page = await admin.GET("/v1/sites/{site}/surveys/{survey}/responses", {
  params: { path: names, query: { group: "promoter", has_comment: true } },
});
ensure(page.data?.items[0]?.comment === answer.comment, page);

const csv = await admin.GET("/v1/sites/{site}/surveys/{survey}/export.csv", {
  params: { path: names },
  parseAs: "text",
});
const text: string | undefined = csv.data;
ensure(text?.includes('"Trà ngon; giao nhanh."') === true, text);

const webhooks = await admin.GET("/v1/sites/{site}/webhooks", { params: { path: { site: "shop" } } });
ensure(webhooks.data?.items.length === 0, webhooks);

const refused = await nobody.GET("/v1/sites/{site}/surveys/{survey}/summary", { params: { path: names } });
const problem: components["schemas"]["Problem"] | undefined = refused.error;
ensure(problem?.type === "urn:hearby:problem:no-key" && problem.status === 401, refused);
