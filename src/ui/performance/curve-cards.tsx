import type { ClassificationReport, RegressionReport, Side } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { formatMetric } from '../charts/format-metric.ts';
import { performanceCall } from '../charts/python-calls.ts';
import { chooseDomain, extentOf } from '../charts/scale.ts';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { CurveChart } from './curve-chart.tsx';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';
import type { PageScope } from './use-page-scope.ts';

const HEIGHT_PX = 230;
const UNIT = [0, 1] as const;

interface CardProps<Report> {
  primary: Report | null;
  reference: Report | null;
  scope: PageScope;
  isStale: boolean;
}

/** The sides that have something, with it. */
function sidesWith<Report, Part>(
  { primary, reference }: { primary: Report | null; reference: Report | null },
  read: (report: Report) => Part | null
): { side: Side; part: Part }[] {
  return [
    { side: 'primary' as const, part: primary && read(primary) },
    { side: 'reference' as const, part: reference && read(reference) }
  ].flatMap(({ side, part }) => (part ? [{ side, part }] : []));
}

function Legend({ sides, names }: { sides: readonly Side[]; names: Record<Side, string> }) {
  return sides.length < 2 ? null : (
    <span className="curve-legend">
      {sides.map(side => (
        <span key={side}>
          <DatasetMark role={side} size={9} />
          {names[side]}
        </span>
      ))}
    </span>
  );
}

/** Whether scores mean what they say: the share of positives against the mean score, and how many rows each bin has. */
export function CalibrationCard(props: CardProps<ClassificationReport>) {
  const { primary, scope, isStale } = props;
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const format = useFormat();
  const sides = sidesWith(props, ({ calibration }) => calibration);
  const positive = primary?.positive ?? props.reference?.positive ?? null;
  const title = positive === null ? t('calibration') : t('calibrationOf', { label: positive });
  const percent = (value: number) => format.percent(value, 1);
  const bin = ({ low, high }: { low: number; high: number }) =>
    `${format.number(low, 2)} – ${format.number(high, 2)}`;
  const lines = sides.flatMap(({ side, part }) => part.map(each => ({ side, ...each })));
  return (
    <ChartCard
      title={t('calibration')}
      head={<Legend sides={sides.map(({ side }) => side)} names={scope.names} />}
      aside={
        positive === null ? undefined : (
          <>
            {t('scoreOf')} <strong>{positive}</strong>
          </>
        )
      }
      height={HEIGHT_PX + 18}
      python={performanceCall('calibration', scope)}
      numbers={{
        columns: [
          { label: t('dataset') },
          { label: t('bin') },
          { label: t('rows'), isNumber: true },
          { label: t('meanScore'), isNumber: true },
          { label: t('rate'), isNumber: true }
        ],
        rowCount: lines.length,
        readRow: i => {
          const line = lines[i];
          return line
            ? [
                scope.names[line.side],
                bin(line),
                format.number(line.count),
                percent(line.meanScore),
                percent(line.rate)
              ]
            : [];
        }
      }}
    >
      {sides.length === 0 ? (
        <p className="curve-none muted">{t('noCurve')}</p>
      ) : (
        <CurveChart
          label={title}
          lines={sides.map(({ side, part }) => ({
            side,
            points: part.map(each => ({
              x: each.meanScore,
              y: each.rate,
              label: `${scope.names[side]} · ${t('meanScore')} ${percent(each.meanScore)} · ${t('rate')} ${percent(each.rate)} · ${t('rowsMeasured', { count: each.count })}`
            }))
          }))}
          bars={(sides.find(({ side }) => side === 'primary')?.part ?? []).map(each => ({
            ...each,
            label: `${bin(each)}: ${t('rowsMeasured', { count: each.count })}`
          }))}
          x={{ domain: UNIT, label: t('meanScore'), format: value => format.percent(value) }}
          y={{
            domain: UNIT,
            label: positive === null ? t('rate') : `${t('rate')} ${positive}`,
            format: value => format.percent(value)
          }}
          height={HEIGHT_PX}
          hasDots
          isStale={isStale}
        />
      )}
    </ChartCard>
  );
}

/** How many positives are found for how many false alarms. */
export function RocCard(props: CardProps<ClassificationReport>) {
  const { primary, reference, scope, isStale } = props;
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const format = useFormat();
  const sides = sidesWith(props, ({ roc }) => roc);
  const percent = (value: number) => format.percent(value, 1);
  const lines = sides.flatMap(({ side, part }) => part.map(point => ({ side, point })));
  const auc = primary?.metrics.auc ?? reference?.metrics.auc;
  return (
    <ChartCard
      title={t('roc')}
      head={<Legend sides={sides.map(({ side }) => side)} names={scope.names} />}
      aside={
        typeof auc === 'number' ? (
          <>
            {t('auc')} <strong>{formatMetric('auc', auc, format)}</strong>
          </>
        ) : undefined
      }
      height={HEIGHT_PX + 18}
      python={performanceCall('roc', scope)}
      numbers={{
        columns: [
          { label: t('dataset') },
          { label: t('falsePositives'), isNumber: true },
          { label: t('truePositives'), isNumber: true }
        ],
        rowCount: lines.length,
        readRow: i => {
          const line = lines[i];
          return line
            ? [scope.names[line.side], percent(line.point[0]), percent(line.point[1])]
            : [];
        }
      }}
    >
      {sides.length === 0 ? (
        <p className="curve-none muted">{t('noCurve')}</p>
      ) : (
        <CurveChart
          label={t('roc')}
          lines={sides.map(({ side, part }) => ({
            side,
            points: part.map(([x, y]) => ({
              x,
              y,
              label: `${scope.names[side]} · ${t('falsePositives')} ${percent(x)} · ${t('truePositives')} ${percent(y)}`
            }))
          }))}
          x={{ domain: UNIT, label: t('falsePositives'), format: value => format.percent(value) }}
          y={{ domain: UNIT, label: t('truePositives'), format: value => format.percent(value) }}
          height={HEIGHT_PX}
          hasDots={false}
          isStale={isStale}
        />
      )}
    </ChartCard>
  );
}

/** Whether predictions follow the actual all along its range. */
export function DecilesCard(props: CardProps<RegressionReport>) {
  const { scope, isStale } = props;
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const format = useFormat();
  const sides = sidesWith(props, ({ deciles }) => (deciles.length > 0 ? deciles : null));
  const lines = sides.flatMap(({ side, part }) => part.map(each => ({ side, ...each })));
  const number = (value: number) => format.number(value, 3);
  const domain = chooseDomain(
    extentOf(lines.flatMap(({ meanActual, meanPrediction }) => [meanActual, meanPrediction])),
    {}
  );
  const axis = (value: number) =>
    Math.abs(value) >= 10_000 ? format.compact(value) : format.number(value, 3);
  return (
    <ChartCard
      title={t('deciles')}
      head={<Legend sides={sides.map(({ side }) => side)} names={scope.names} />}
      height={HEIGHT_PX + 18}
      python={performanceCall('deciles', scope)}
      numbers={{
        columns: [
          { label: t('dataset') },
          { label: t('decile') },
          { label: t('rows'), isNumber: true },
          { label: t('meanActual'), isNumber: true },
          { label: t('meanPrediction'), isNumber: true }
        ],
        rowCount: lines.length,
        readRow: i => {
          const line = lines[i];
          return line
            ? [
                scope.names[line.side],
                `${number(line.low)} – ${number(line.high)}`,
                format.number(line.count),
                number(line.meanActual),
                number(line.meanPrediction)
              ]
            : [];
        }
      }}
    >
      {sides.length === 0 ? (
        <p className="curve-none muted">{t('noCurve')}</p>
      ) : (
        <CurveChart
          label={t('deciles')}
          lines={sides.map(({ side, part }) => ({
            side,
            points: part.map(each => ({
              x: each.meanActual,
              y: each.meanPrediction,
              label: `${scope.names[side]} · ${t('meanActual')} ${number(each.meanActual)} · ${t('meanPrediction')} ${number(each.meanPrediction)} · ${t('rowsMeasured', { count: each.count })}`
            }))
          }))}
          x={{ domain, label: t('meanActual'), format: axis }}
          y={{ domain, label: t('meanPrediction'), format: axis }}
          height={HEIGHT_PX}
          hasDots
          isStale={isStale}
        />
      )}
    </ChartCard>
  );
}

/** In place of both, where there are no scores of a class. */
export function NoScoresCard() {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  return (
    <section className="chart-card scores-card" aria-labelledby="performance-scores">
      <header className="chart-head">
        <h3 id="performance-scores">{t('scores')}</h3>
      </header>
      <p className="muted">{t('needsScores')}</p>
    </section>
  );
}
