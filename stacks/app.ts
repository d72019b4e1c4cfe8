import { App, Tags } from 'aws-cdk-lib';
import { acknowledgements } from './acknowledgements.ts';
import { ApiStack } from './api-stack.ts';
import { deploymentSchema } from './config.ts';
import { addNag } from './constructs/nag.ts';
import { DataStack } from './data-stack.ts';
import { PipelineStack } from './pipeline-stack.ts';

const app = new App();
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
addNag(app, { Data: data, Pipeline: pipeline, Api: api }, acknowledgements);
