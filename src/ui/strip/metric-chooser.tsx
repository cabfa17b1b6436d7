import { useTranslate } from '../app/locale-context.tsx';
import { METRIC_KIND_MESSAGES, METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { groupChoices, type Measured, readMeasured, writeMeasured } from './metric-choices.ts';
import { STRIP_MESSAGES } from './strip-messages.ts';

/** The metrics that say something here, by kind. */
export function MetricChooser({
  choices,
  current,
  onChoose,
  className = ''
}: {
  choices: readonly Measured[];
  current: Measured;
  onChoose: (measured: Measured) => void;
  className?: string;
}) {
  const t = useTranslate(STRIP_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const kindName = useTranslate(METRIC_KIND_MESSAGES);
  return (
    <select
      className={`field metric-chooser ${className}`}
      aria-label={t('metric')}
      value={writeMeasured(current)}
      onChange={event => {
        const measured = readMeasured(event.target.value);
        if (measured) {
          onChoose(measured);
        }
      }}
    >
      {groupChoices(choices).map(({ kind, choices: ofKind }) => (
        <optgroup key={kind} label={kindName(kind)}>
          {ofKind.map(measured => (
            <option key={writeMeasured(measured)} value={writeMeasured(measured)}>
              {measured.dimension === undefined
                ? metricName(measured.metric)
                : t('metricOf', {
                    metric: metricName(measured.metric),
                    name: measured.dimension
                  })}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
