import { describe, expect, it } from 'vitest';
import { acknowledgements } from '../../stacks/acknowledgements.ts';
import { synthesised } from './synthesised.ts';

/** As the table would report it: the long names of the bucket and the machine by their short ones. */
const short = (finding: string): string =>
  finding
    .replace(/Kindred-prod-Data:ExportsOutputFnGetAttFiles\w+Arn\w+/, '{files}')
    .replace(/arn:<AWS::Partition>:states:.*:ExportsOutputFnGetAttPipeline\w+Name\w+/, '{executions}')
    .replace('Kindred-prod-', '');

describe('the findings of cdk-nag (AwsSolutions, Serverless)', () => {
  it('are exactly those that the table acknowledges', () => {
    const named = acknowledgements.map(({ id, stack, path }) => `${id} ${stack}/${path}`).sort();
    expect(synthesised({}, []).findings.map(short).sort()).toEqual(named);
    expect(new Set(named).size).toBe(named.length);
    console.info(`${named.length} findings, each acknowledged`);
  });

  it('are none with the table, in another stage too', () => {
    expect(synthesised({ stage: 'trial', retain: 'false' }).findings).toEqual([]);
  });

  it('each stay for a reason of a sentence', () => {
    expect(acknowledgements.filter(({ reason }) => !/^[A-Z].{20,}\.$/s.test(reason))).toEqual([]);
  });
});
