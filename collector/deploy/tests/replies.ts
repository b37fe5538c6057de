// The replies of Cloudflare's API that a deployment gets, by their types in the npm package `cloudflare`.
// schema.json is made of this file, by the packages cloudflare 7.3.0 and ts-json-schema-generator; it
// takes a second file for those of the types that have the same name as another.
import type { Account } from "cloudflare/resources/accounts/accounts";
import type { Namespace, NamespaceDeleteResponse } from "cloudflare/resources/kv/namespaces/namespaces";
import type { ResponseInfo } from "cloudflare/resources/shared";
import type { UserGetResponse } from "cloudflare/resources/user/user";
import type { TokenVerifyResponse } from "cloudflare/resources/user/tokens/tokens";
import type { Membership } from "cloudflare/resources/memberships";
import type { ScriptUpdateResponse } from "cloudflare/resources/workers/scripts/scripts";
import type { VersionCreateResponse } from "cloudflare/resources/workers/scripts/versions";
import type { Deployment } from "cloudflare/resources/workers/scripts/deployments";
import type { UploadCreateResponse as Session } from "cloudflare/resources/workers/scripts/assets/upload";
import type { UploadCreateResponse as Upload } from "cloudflare/resources/workers/assets/upload";
import type { SubdomainGetResponse as AccountSubdomain } from "cloudflare/resources/workers/subdomains";
import type { SubdomainGetResponse } from "cloudflare/resources/workers/scripts/subdomain";
import type { ScheduleUpdateResponse } from "cloudflare/resources/workers/scripts/schedules";
export interface Replies {
  accounts: Account[];
  memberships: Membership[];
  verifyToken: TokenVerifyResponse;
  user: UserGetResponse;
  listNamespaces: Namespace[];
  createNamespace: Namespace;
  deleteNamespace: NamespaceDeleteResponse;
  uploadWorker: ScriptUpdateResponse;
  uploadVersion: VersionCreateResponse;
  listDeployments: { deployments: Deployment[] };
  deployVersion: Deployment;
  assetsSession: Session;
  assetsUpload: Upload;
  accountSubdomain: AccountSubdomain;
  workerSubdomain: SubdomainGetResponse;
  schedules: ScheduleUpdateResponse;
  errors: ResponseInfo[];
}
