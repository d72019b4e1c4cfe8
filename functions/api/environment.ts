import type { ApiKeyRecord } from '../shared/api-key.ts';

/** What middleware hands to the routes. */
export type ApiEnvironment = {
  Variables: {
    requestId: string;
    /** The tenant, from the credential alone. */
    warehouse: string;
    scopes: readonly string[];
    /** The key that was shown: its id, never its secret. */
    key: ApiKeyRecord;
    /** Set where the answer holds a secret, so that nothing keeps it. */
    secretAnswer?: boolean;
  };
};
