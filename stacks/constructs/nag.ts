import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Acknowledgement } from '../acknowledgements.ts';

/** Runs both rule packs over an app and acknowledges what the table names; an entry whose construct is gone is an error. */
export function addNag(
  app: App,
  stacks: { readonly [name: string]: Stack },
  acknowledgements: readonly Acknowledgement[],
): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  Validations.of(app).addPlugins(new ServerlessChecks(app));
  for (const { id, path, stack, reason } of acknowledgements) {
    const construct = path
      .split('/')
      .reduce((node, name) => node?.node.tryFindChild(name) as Stack | undefined, stacks[stack]);
    if (construct === undefined) throw new Error(`acknowledgement of ${id}: no construct ${stack}/${path}`);
    Validations.of(construct).acknowledge({ id, reason });
  }
}
