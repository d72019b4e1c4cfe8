/** A finding of cdk-nag that stays, where, and why. A test holds that each is needed and that no other finding is left. */
export type Acknowledgement = {
  /** As reported, e.g. `AwsSolutions-IAM5[Resource::*]`. */
  readonly id: string;
  /** Construct path below the stack. */
  readonly path: string;
  readonly stack: 'Data' | 'Pipeline' | 'Api';
  readonly reason: string;
};

export const acknowledgements: readonly Acknowledgement[] = [];
