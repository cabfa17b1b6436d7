import type { RegressionReport } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { BarPairs } from '../charts/bar-pairs.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { performanceCall } from '../charts/python-calls.ts';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';
import type { PageScope } from './use-page-scope.ts';

const HEIGHT_PX = 230;

/** How far predictions are off, and which way; a bar leads to its rows. */
export function ResidualCard({
  report,
  scope,
  isStale
}: {
  report: RegressionReport;
  scope: PageScope;
  isStale: boolean;
}) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const format = useFormat();
  const { update } = useNavigation();
  const where = useViewState('where');
  const { residuals, count } = report;
  const number = (value: number) => format.number(value, 3);
  // The outer bins are open: they hold all that is farther off.
  const binAt = (i: number) => ({
    start: i === 0 ? null : (residuals[i]?.start ?? null),
    end: i === residuals.length - 1 ? null : (residuals[i]?.end ?? null)
  });
  const describe = (i: number) => {
    const { start, end } = binAt(i);
    return start === null
      ? end === null
        ? t('residual')
        : `< ${number(end)}`
      : end === null
        ? `≥ ${number(start)}`
        : `${number(start)} – ${number(end)}`;
  };
  const [shown] = where?.conditions ?? [];
  const current =
    shown?.kind === 'residual'
      ? residuals.findIndex((_, i) => {
          const { start, end } = binAt(i);
          return start === shown.start && end === shown.end;
        })
      : -1;
  return (
    <ChartCard
      title={t('residuals')}
      aside={t('residualsAside')}
      height={HEIGHT_PX + 18}
      python={performanceCall('residuals', scope)}
      numbers={{
        columns: [
          { label: t('residual') },
          { label: t('rows'), isNumber: true },
          { label: t('share'), isNumber: true }
        ],
        rowCount: residuals.length,
        readRow: i => {
          const rows = residuals[i]?.count ?? 0;
          return [describe(i), format.number(rows), format.percent(rows / Math.max(1, count), 1)];
        }
      }}
    >
      {residuals.length === 0 ? (
        <p className="curve-none muted">{t('noCurve')}</p>
      ) : (
        <BarPairs
          bars={residuals.map((bin, i) => ({
            key: String(i),
            label: describe(i),
            edge: number(bin.start),
            primary: bin.count / Math.max(1, count),
            reference: null
          }))}
          names={scope.names}
          height={HEIGHT_PX + 18}
          label={t('residuals')}
          current={current === -1 ? undefined : String(current)}
          onPress={key => {
            const i = Number(key);
            update({
              where:
                i === current
                  ? undefined
                  : { dataset: 'primary', conditions: [{ kind: 'residual', ...binAt(i) }] },
              find: undefined,
              sort: undefined
            });
          }}
          isStale={isStale}
        />
      )}
    </ChartCard>
  );
}
