import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { RunState, StepResult } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import { labelSummaryDocument } from '../shared/documents.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { settingsSchema } from '../shared/settings.ts';
import { withTables } from '../shared/step-tables.ts';
import { backtestRun } from './backtest.ts';
import { startGroups } from './groups-thread.ts';
import { learnModels, learnTraits } from './learn.ts';
import { leadHorizonDays, learnLeadValue } from './learn-lead-value.ts';
import { learnQuotes } from './learn-quotes.ts';
import { learnValue, readOrderLog } from './learn-value.ts';
import { readInputs } from './read-inputs.ts';
import { traitsCsv } from './traits-csv.ts';

const views = {
  customers: 'table-customers',
  prospects: 'table-prospects',
  rollups: 'rollups',
  labels: 'labels',
  order_days: 'order-days',
  quotes: 'table-quotes',
  distances: 'branch-distances',
  lead_history: 'ga4-lead-history',
};

/**
 * Finds what sets the best customers apart: the lift table, the kinds among them, segments of everybody, the model of who
 * looks like them, and the evidence that it works. Writes plain JSON and one CSV; nothing here is random beyond the seeds in
 * the parameters.
 */
export async function run(ports: StepPorts, state: RunState): Promise<StepResult> {
  const { objects } = ports;
  const settings = await readJson(objects, state, 'settings', settingsSchema);
  const summary = await readJson(objects, state, 'label-summary', labelSummaryDocument);
  return await withTables(ports, state, views, async (tables) => {
    const orders = await readOrderLog(tables, summary.basis);
    const value = learnValue(orders, summary);
    const inputs = await readInputs(tables, settings, summary, value);
    const beside = startGroups(inputs);
    try {
      const traits = learnTraits(inputs);
      const learnt = inputs.label.includes(1) ? learnModels(inputs, traits, state.as_of) : null;
      const evidence = await backtestRun(tables, inputs, settings, summary, orders);
      const quotes = await learnQuotes(tables, inputs, settings, summary);
      const { archetypes, segments, models: groups } = await beside.groups;
      const leadValue = await learnLeadValue(tables, await leadHorizonDays(objects, state));
      const models =
        learnt === null
          ? null
          : ({
              ...learnt,
              ...groups,
              ...(leadValue === null ? {} : { lead_value: leadValue }),
            } satisfies LeadModels);
      const folder = `runs/${state.warehouse}/${state.run}`;
      return {
        artifacts: {
          traits: await writeJson(objects, `${folder}/traits.json`, traits),
          'traits-csv': await writeArtifact(objects, `${folder}/traits.csv`, traitsCsv(traits.traits)),
          backtest: await writeJson(objects, `${folder}/backtest.json`, evidence),
          value: await writeJson(objects, `${folder}/value.json`, value),
          ...(quotes === null ? {} : { quotes: await writeJson(objects, `${folder}/quotes.json`, quotes) }),
          ...(archetypes === null
            ? {}
            : { archetypes: await writeJson(objects, `${folder}/archetypes.json`, archetypes) }),
          ...(segments === null
            ? {}
            : { segments: await writeJson(objects, `${folder}/segments.json`, segments) }),
          ...(models === null ? {} : { models: await writeJson(objects, `${folder}/models.json`, models) }),
        },
        facts: {
          traits_tried: traits.tried,
          traits_strongest: traits.traits.filter((trait) => trait.strongest !== null).length,
          archetypes: archetypes?.k ?? 0,
          segments: segments?.k ?? 0,
          similarity: models?.similarity.chosen ?? null,
          quotes_usable: quotes?.usable ?? null,
          value_model: value.model?.chosen ?? null,
          backtest_k: evidence.k,
          backtest_precision: evidence.rankings[0]?.precision ?? null,
        },
      };
    } finally {
      await beside.stop();
    }
  });
}
