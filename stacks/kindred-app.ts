import { type App, Tags } from 'aws-cdk-lib';
import { type Acknowledgement, acknowledgements as table } from './acknowledgements.ts';
import { ApiStack } from './api-stack.ts';
import { deploymentSchema } from './config.ts';
import { addNag } from './constructs/nag.ts';
import { DataStack } from './data-stack.ts';
import { PipelineStack } from './pipeline-stack.ts';

export type KindredStacks = {
  readonly data: DataStack;
  readonly pipeline: PipelineStack;
  readonly api: ApiStack;
};

/**
 * Puts Kindred's three stacks into an app, as its context asks for them (see `config.ts`), under both rule packs of cdk-nag.
 *
 * @param acknowledgements the findings that stay; another table only to see what it is that they hide
 */
export function kindredApp(app: App, acknowledgements: readonly Acknowledgement[] = table): KindredStacks {
  const named = Object.keys(deploymentSchema.shape).flatMap((name) => {
    const value: unknown = app.node.tryGetContext(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const deployment = deploymentSchema.parse(Object.fromEntries(named));
  const prefix = `Kindred-${deployment.stage}`;
  const data = new DataStack(app, `${prefix}-Data`, deployment, {
    description: 'Kindred: files, artifacts and scores',
  });
  const pipeline = new PipelineStack(app, `${prefix}-Pipeline`, deployment, data, {
    description: 'Kindred: the pipeline',
  });
  const api = new ApiStack(app, `${prefix}-Api`, deployment, data, pipeline, {
    description: 'Kindred: the HTTP API',
  });
  Tags.of(app).add('kindred:stage', deployment.stage);
  addNag(app, {
    stacks: { Data: data, Pipeline: pipeline, Api: api },
    // The rule packs call what one stack takes from another by the name of its export.
    names: {
      files: `${prefix}-Data:ExportsOutputFnGetAttFiles8E6940B8ArnD8EE6C03`,
      executions: `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${prefix}-Pipeline:ExportsOutputFnGetAttPipelineC660917DName974D6837`,
    },
    acknowledgements,
  });
  return { data, pipeline, api };
}
