import type { Signal } from '../../contract/metrics.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';

const ICONS: Readonly<Record<Signal['dataType'], IconName>> = {
  numeric: 'hash',
  categorical: 'tag',
  embedding: 'map'
};

/** The sign of a column's type. */
export function TypeMark({ dataType }: { dataType: Signal['dataType'] }) {
  const t = useTranslate(SIGNALS_MESSAGES);
  return (
    <span className="type-mark" title={t(dataType)}>
      <Icon name={ICONS[dataType]} size={14} />
      <span className="visually-hidden">{t(dataType)}</span>
    </span>
  );
}
