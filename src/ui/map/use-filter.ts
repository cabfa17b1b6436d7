import { useMemo, useState } from 'react';
import type { Cluster } from '../../contract/map.ts';
import type { SessionState } from '../../contract/session.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { type ScopeChip, useScopeChips, useScopeCount } from '../app/scope-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { Mask, MaskParts } from './compose-mask.ts';
import { bitsOfShown, composeMask } from './compose-mask.ts';
import type { ColoredPoints } from './legend.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import type { MapPoints } from './points.ts';
import { nameOfRole } from './roles.ts';
import { windowOf } from './time-window.ts';
import type { Matches } from './use-narrowing.ts';

const NONE: ReadonlySet<number> = new Set();

export interface Narrowing {
  points: MapPoints | null;
  colored: ColoredPoints | null;
  selected: Uint8Array | null;
  times: Float64Array | undefined;
  /** How much time a chosen moment stands for. */
  momentMs: number;
  matches: Matches | undefined;
  lit: Cluster | undefined;
  /** A table in view has its own chip for the text searched for. */
  hasTable: boolean;
}

/** All that narrows the map, as chips of the scope, and the byte per point that it comes to. */
export function useFilter(session: SessionState, narrowing: Narrowing) {
  const { points, colored, selected, times, momentMs, matches, lit } = narrowing;
  const hide = useViewState('hide');
  const range = useViewState('range');
  const moment = useViewState('moment');
  const by = colored?.legend.by ?? '';
  // Codes mean something only for the column they were switched off for.
  const [switched, setSwitched] = useState({ by: '', off: NONE });
  const off = switched.by === by ? switched.off : NONE;
  const setOff = (next: ReadonlySet<number>) => setSwitched({ by, off: next });
  const litId = lit?.id;
  const count = points?.header.count ?? 0;
  const window = useMemo(() => {
    const found = windowOf(
      { ...(range && { range }), ...(moment !== undefined && { moment }) },
      momentMs
    );
    return found && times?.length === count ? { ...found, times } : null;
  }, [range, moment, momentMs, times, count]);
  const parts = useMemo((): MaskParts | null => {
    if (!points || !colored || colored.codes.length !== count) {
      return null;
    }
    const bytes = Math.ceil(count / 8);
    return {
      count,
      dataset: points.dataset,
      codes: colored.codes,
      selected: selected?.length === bytes ? selected : null,
      hidden: DATASET_ROLES.map(role => hide?.includes(role) ?? false),
      off,
      window,
      matches: matches?.bits.length === bytes ? matches.bits : null,
      spotlight: litId === undefined ? null : { cluster: points.cluster, id: Number(litId) }
    };
  }, [points, colored, count, selected, hide, off, window, matches, litId]);
  const mask = useMemo(() => parts && composeMask(parts), [parts]);
  useScopeChips('map', useChips(session, narrowing, { off, setOff, count }));
  const shown = countShown(mask, off);
  const isNarrowed = mask !== null && shown < count;
  useScopeCount('map', isNarrowed ? { shown, total: count, unit: 'points' } : undefined);
  return {
    mask,
    off,
    setOff,
    isNarrowed,
    /** The points that are left, whatever is selected or pointed at. */
    readShown: () => parts && bitsOfShown(parts)
  };
}

function countShown(mask: Mask | null, off: ReadonlySet<number>): number {
  let shown = 0;
  mask?.counts.forEach((count, code) => (shown += off.has(code) ? 0 : count));
  return shown;
}

function useChips(
  session: SessionState,
  { matches, hasTable }: Narrowing,
  legend: { off: ReadonlySet<number>; setOff: (off: ReadonlySet<number>) => void; count: number }
): ScopeChip[] {
  const t = useTranslate(MAP_MESSAGES);
  const { update } = useNavigation();
  const hide = useViewState('hide');
  const { off, setOff, count: total } = legend;
  const chips: ScopeChip[] = [];
  if (matches && !hasTable) {
    chips.push({
      id: 'find',
      label: t('containing', { find: matches.find }),
      removal: t('groupsOffRemoval', { total }),
      onRemove: () => update({ find: undefined })
    });
  }
  if (off.size > 0) {
    chips.push({
      id: 'groups',
      label: t('groupsOff', { count: off.size }),
      removal: t('groupsOffRemoval', { total }),
      onRemove: () => setOff(NONE)
    });
  }
  const hidden = (hide ?? []).map(role => ({
    id: `hide-${role}`,
    label: t('setHidden', { name: nameOfRole(session, role) }),
    removal: t('setHiddenRemoval'),
    onRemove: () => update({ hide: hide?.filter(other => other !== role) })
  }));
  return [...chips, ...hidden];
}
