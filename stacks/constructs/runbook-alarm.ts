import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export type RunbookAlarmProps = {
  readonly metric: IMetric;
  /** Alarms when the metric's period reaches it. */
  readonly threshold: number;
  readonly periods?: number;
  /** One sentence for the person who is woken. */
  readonly means: string;
  /** Heading of the section in `docs/runbook.md`, as its anchor. A test holds that it exists. */
  readonly runbook: string;
  readonly topic: ITopic;
};

/** An alarm that cannot be built without saying what it means and where it is written what to do. */
export class RunbookAlarm extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id);
    this.alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.means} Runbook: docs/runbook.md#${props.runbook}`,
    });
    this.alarm.addAlarmAction(new SnsAction(props.topic));
  }
}

/** The period every alarm looks at unless it says otherwise. */
export const alarmPeriod = Duration.minutes(5);
