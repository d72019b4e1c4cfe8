/** What middleware hands to the routes. */
export type ApiEnvironment = {
  Variables: {
    requestId: string;
    /** The tenant, from the credential alone. */
    warehouse: string;
    scopes: readonly string[];
  };
};
