import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { type Preset, PRESETS } from './presets.ts';
import { STRIP_MESSAGES } from './strip-messages.ts';
import type { StripRange } from './use-strip-range.ts';
import type { Granularity } from './granularity.ts';

/** Presets, the window before and after, and how finely time is cut. */
export function RangeControls({ range }: { range: StripRange }) {
  const t = useTranslate(STRIP_MESSAGES);
  return (
    <div className="range-controls" role="group" aria-label={t('range')}>
      <ActionButton
        label={t('previous')}
        icon="back"
        isIconOnly
        keys="["
        onPress={() => range.move(-1)}
      />
      <select
        className="field"
        aria-label={t('range')}
        value={range.preset ?? ''}
        onChange={event => range.choosePreset(event.target.value as Preset)}
      >
        {range.preset === undefined && <option value="">{t('ownRange')}</option>}
        {PRESETS.map(preset => (
          <option key={preset} value={preset}>
            {t(preset)}
          </option>
        ))}
      </select>
      <ActionButton
        label={t('next')}
        icon="next"
        isIconOnly
        keys="]"
        onPress={() => range.move(1)}
      />
      <select
        className="field range-every"
        aria-label={t('every')}
        title={t('every')}
        value={range.chosen ?? ''}
        onChange={event =>
          range.chooseGranularity((event.target.value || undefined) as Granularity | undefined)
        }
      >
        <option value="">
          {range.chosen === undefined ? t('auto', { unit: t(range.granularity) }) : 'auto'}
        </option>
        {range.granularities.map(granularity => (
          <option key={granularity} value={granularity}>
            {t(granularity)}
          </option>
        ))}
      </select>
    </div>
  );
}
