import type { CompareAnswer } from '../../contract/rows.ts';
import type { Difference } from '../../contract/metrics.ts';
import type { PinId } from '../../contract/pins.ts';
import { PIN_IDS } from '../../contract/pins.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapButton } from './map-button.tsx';
import type { KeptSets } from './use-pins.ts';
import { useComparison } from './use-pins.ts';

/** Beyond this a distribution has moved for good: the bar is full. */
const FULL_PSI = 1;

/** Two sets of rows that were kept: how many, how many in both, and the columns that tell them apart. */
export function ComparePanel({
  sets,
  hasSelection,
  color,
  onColor,
  onKeep,
  onShow
}: {
  sets: KeptSets;
  hasSelection: boolean;
  /** What the points are colored by. */
  color: string;
  onColor: (by: string) => void;
  /** Keeps the selection as a set. */
  onKeep: (id: PinId) => void;
  /** Brings the points of a set into view. */
  onShow: (id: PinId) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const { pins, next } = sets;
  const comparison = useComparison(pins);
  const keepNext = (
    <MapButton
      label={t('keepNext', { set: next.toUpperCase() })}
      icon="pin"
      kind="outline"
      keys="="
      isDisabled={!hasSelection}
      description={
        hasSelection ? t('keepNextHow', { set: next.toUpperCase() }) : t('compareSelect')
      }
      onPress={() => onKeep(next)}
    />
  );
  if (!pins.a && !pins.b) {
    return (
      <EmptyState title={t('compareNone')} reason={t('compareNoneReason')}>
        {keepNext}
      </EmptyState>
    );
  }
  return (
    <div className="compare">
      <ul className="compare-sets">
        {PIN_IDS.map(id => (
          <SetLine
            key={id}
            id={id}
            sets={sets}
            hasSelection={hasSelection}
            onKeep={onKeep}
            onShow={onShow}
          />
        ))}
      </ul>
      {(!pins.a || !pins.b) && (
        <div className="compare-next">
          <p className="muted">{t('compareNext')}</p>
          {keepNext}
        </div>
      )}
      {comparison.isError && (
        <FailureState error={comparison.error} onRetry={() => void comparison.refetch()} />
      )}
      {pins.a && pins.b && comparison.isPending && <Loading what={t('differences')} rows={5} />}
      {pins.a && pins.b && comparison.data && (
        <>
          <Overlap counts={comparison.data.counts} onSwap={() => void sets.swap()} />
          <h3 className="compare-head">
            {t('differences')}
            <span className="muted">{t('psi')}</span>
          </h3>
          {comparison.data.differences.length === 0 && (
            <p className="muted compare-none">{t('noDifferences')}</p>
          )}
          <ol className="compare-list">
            {comparison.data.differences.map(difference => (
              <DifferenceLine
                key={difference.name}
                difference={difference}
                isColor={color === `dimension:${difference.name}`}
                onColor={onColor}
              />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

/** The rim that the points of a set have on the map: A whole, B broken. */
export function SetMark({ id }: { id: PinId }) {
  return (
    <svg className="set-mark" width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
      <circle
        cx="8"
        cy="8"
        r="6.4"
        fill="none"
        stroke={`var(--set-${id})`}
        strokeWidth="1.8"
        strokeDasharray={id === 'b' ? '3 2.03' : undefined}
      />
      <text x="8" y="8.4" textAnchor="middle" dominantBaseline="middle">
        {id.toUpperCase()}
      </text>
    </svg>
  );
}

function SetLine({
  id,
  sets: { pins, drop },
  hasSelection,
  onKeep,
  onShow
}: {
  id: PinId;
  sets: KeptSets;
  hasSelection: boolean;
  onKeep: (id: PinId) => void;
  onShow: (id: PinId) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const pin = pins[id];
  const set = id.toUpperCase();
  return (
    <li className="compare-set">
      <SetMark id={id} />
      {pin ? (
        <>
          <button
            type="button"
            className="compare-name"
            title={t('showSet', { name: pin.name })}
            onClick={() => onShow(id)}
          >
            <span>{pin.name}</span>
            <span className="count">{format.number(pin.count)}</span>
          </button>
          <MapButton
            label={t('keep', { set })}
            icon="pin"
            isIconOnly
            isDisabled={!hasSelection}
            onPress={() => onKeep(id)}
          />
          <ActionButton
            label={t('drop', { set })}
            icon="close"
            isIconOnly
            onPress={() => void drop(id)}
          />
        </>
      ) : (
        <span className="muted">–</span>
      )}
    </li>
  );
}

function Overlap({
  counts: { a, b, both },
  onSwap
}: Pick<CompareAnswer, 'counts'> & { onSwap: () => void }) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const [onlyA, onlyB] = [a - both, b - both];
  const total = Math.max(1, onlyA + both + onlyB);
  const parts = [
    { key: 'a', label: t('onlyInA'), count: onlyA },
    { key: 'both', label: t('inBoth'), count: both },
    { key: 'b', label: t('onlyInB'), count: onlyB }
  ];
  const words = t('overlapWords', { a: onlyA, both, b: onlyB });
  return (
    <div className="compare-overlap">
      <div className="compare-bar" role="img" aria-label={words} title={t('overlap')}>
        {parts.map(({ key, count }) => (
          <span key={key} data-part={key} style={{ width: `${(100 * count) / total}%` }} />
        ))}
      </div>
      <dl aria-hidden="true">
        {parts.map(({ key, label, count }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      <MapButton label={t('swapSets')} icon="swap" isIconOnly onPress={onSwap} />
    </div>
  );
}

function DifferenceLine({
  difference: { name, psi, a, b, dataType },
  isColor,
  onColor
}: {
  difference: Difference;
  isColor: boolean;
  onColor: (by: string) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const side = ({ mean, category, share }: Difference['a']) =>
    dataType === 'numeric'
      ? mean === null
        ? '–'
        : t('meanOf', { value: format.number(mean, 3) })
      : category === null
        ? '–'
        : t('shareOf', {
            category: category === '' ? '""' : category,
            share: share === null ? '' : format.percent(share)
          });
  return (
    <li>
      <button
        type="button"
        className="difference"
        aria-pressed={isColor}
        title={t('colorByColumn', { name })}
        onClick={() => onColor(isColor ? 'dataset' : `dimension:${name}`)}
      >
        <span className="difference-name">{name}</span>
        <span className="difference-bar" aria-hidden="true">
          <span style={{ width: `${100 * Math.min(1, (psi ?? 0) / FULL_PSI)}%` }} />
        </span>
        <span className="difference-psi">{psi === null ? '–' : format.fixed(psi, 2)}</span>
        <span className="difference-side" title={side(a)}>
          <SetMark id="a" />
          {side(a)}
        </span>
        <span className="difference-side" title={side(b)}>
          <SetMark id="b" />
          {side(b)}
        </span>
      </button>
    </li>
  );
}
