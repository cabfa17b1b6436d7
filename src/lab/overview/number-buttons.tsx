import { narrow, placeOfTraces } from './app-place.ts';
import type { OverviewProps } from './overview-body.tsx';

interface NumberOfSpans {
  name: string;
  value: string;
  isBad?: boolean;
  /** Where the app shows what the number counts; undefined when it counts nothing. */
  place: string | undefined;
}

/** The numbers of what the filter leaves; each opens the app at the spans it stands for. */
export function NumberButtons({ entry, content, amounts, actions, trans }: OverviewProps) {
  const { summary, filter } = content;
  if (summary === undefined) {
    return null;
  }
  const { traces, errors, latency, cost } = summary;
  const spansWhere = (condition: string) => placeOfTraces(narrow(filter, condition), 'spans');
  const numbers: NumberOfSpans[] = [
    { name: trans.__('traces'), value: amounts.compact(traces), place: placeOfTraces(filter) },
    {
      name: trans.__('errors'),
      value: amounts.compact(errors),
      isBad: errors > 0,
      place: errors > 0 ? spansWhere("status_code == 'ERROR'") : undefined
    },
    {
      name: trans.__('p95'),
      value: latency === null ? '–' : amounts.latency(latency.p95),
      place: latency === null ? undefined : spansWhere(`latency_ms >= ${latency.p95 / 1000}`)
    },
    {
      name: trans.__('cost'),
      value: cost === null ? '–' : amounts.cost(cost),
      place: cost === null ? undefined : spansWhere("span_kind == 'LLM'")
    }
  ];
  return (
    <div className="phoenix-Numbers" role="group" aria-label={trans.__('Numbers of spans')}>
      {numbers.map(({ name, value, isBad = false, place }) => (
        <button
          key={name}
          type="button"
          disabled={place === undefined}
          data-phoenix-bad={isBad}
          onClick={() => actions.openAt(entry.id, place)}
        >
          <span>{name}</span> <b>{value}</b>
        </button>
      ))}
    </div>
  );
}
