import { useMemo, useState } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useScopeChips } from '../app/scope-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { Cluster } from '../../contract/map.ts';
import { composeMask } from './compose-mask.ts';
import type { ColoredPoints } from './legend.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import type { MapPoints } from './points.ts';
import { nameOfRole } from './roles.ts';

const NONE: ReadonlySet<number> = new Set();

/** Which groups are switched off, as chips of the scope, and the byte per point that all of it comes to. */
export function useFilter(
  session: SessionState,
  points: MapPoints | null,
  colored: ColoredPoints | null,
  selected: Uint8Array | null,
  lit: Cluster | undefined
) {
  const t = useTranslate(MAP_MESSAGES);
  const { update } = useNavigation();
  const hide = useViewState('hide');
  const by = colored?.legend.by ?? '';
  // Codes mean something only for the column they were switched off for.
  const [switched, setSwitched] = useState({ by: '', off: NONE });
  const off = switched.by === by ? switched.off : NONE;
  const litId = lit?.id;
  const mask = useMemo(() => {
    if (!points || !colored || colored.codes.length !== points.header.count) {
      return null;
    }
    return composeMask({
      count: points.header.count,
      dataset: points.dataset,
      codes: colored.codes,
      selected: selected?.length === Math.ceil(points.header.count / 8) ? selected : null,
      hidden: DATASET_ROLES.map(role => hide?.includes(role) ?? false),
      off,
      spotlight: litId === undefined ? null : { cluster: points.cluster, id: Number(litId) }
    });
  }, [points, colored, selected, hide, off, litId]);
  const total = points?.header.count ?? 0;
  useScopeChips('map', [
    ...(off.size > 0
      ? [
          {
            id: 'groups',
            label: t('groupsOff', { count: off.size }),
            removal: t('groupsOffRemoval', { total }),
            onRemove: () => setSwitched({ by, off: NONE })
          }
        ]
      : []),
    ...(hide ?? []).map(role => ({
      id: `hide-${role}`,
      label: t('setHidden', { name: nameOfRole(session, role) }),
      removal: t('setHiddenRemoval'),
      onRemove: () => update({ hide: hide?.filter(other => other !== role) })
    }))
  ]);
  return { mask, off, setOff: (next: ReadonlySet<number>) => setSwitched({ by, off: next }) };
}
