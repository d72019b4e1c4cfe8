import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { Acknowledgement } from '../acknowledgements.ts';

export type NagProps = {
  readonly stacks: { readonly [name in Acknowledgement['stack']]: Stack };
  /** What `{files}` and the like stand for in the ids of the table. */
  readonly names: { readonly [name: string]: string };
  readonly acknowledgements: readonly Acknowledgement[];
};

/** Runs both rule packs over an app and acknowledges what the table names; an entry whose construct is gone is an error. */
export function addNag(app: App, { stacks, names, acknowledgements }: NagProps): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  Validations.of(app).addPlugins(new ServerlessChecks(app));
  for (const { id, path, stack, reason } of acknowledgements) {
    const construct = path
      .split('/')
      .reduce<IConstruct | undefined>((node, name) => node?.node.tryFindChild(name), stacks[stack]);
    if (construct === undefined) throw new Error(`acknowledgement of ${id}: no construct ${stack}/${path}`);
    const reported = id.replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
    Validations.of(construct).acknowledge({ id: reported, reason });
  }
}
