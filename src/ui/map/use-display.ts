import type { PerDataset } from '../cloud/cloud.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { useMemo, useState } from 'react';
import type { Display } from './display-menu.tsx';

/** Contours are the honest answer to overplotting, which starts about here. */
const CONTOURS_FROM = 50_000;

const three = (values: readonly number[] | undefined): [number, number, number] => [
  values?.[0] ?? 1,
  values?.[1] ?? 1,
  values?.[2] ?? 1
];

/** How the points look; kept in the address, except for what is at its default. */
export function useDisplay(count: number) {
  const { update } = useNavigation();
  const sizes = useViewState('sizes');
  const opacities = useViewState('opacities');
  const contours = useViewState('contours');
  const hide = useViewState('hide');
  const [hasNames, setNames] = useState(true);
  const display = useMemo(
    (): Display => ({
      sizes: three(sizes),
      opacities: three(opacities),
      hasContours: contours ?? count > CONTOURS_FROM,
      hasNames
    }),
    [sizes, opacities, contours, hasNames, count]
  );
  const hidden = useMemo(
    () =>
      DATASET_ROLES.map(role => hide?.includes(role) ?? false) as unknown as PerDataset<boolean>,
    [hide]
  );
  return {
    display,
    hidden,
    setDisplay: ({ hasContours, hasNames: names, ...rest }: Partial<Display>) => {
      if (names !== undefined) {
        setNames(names);
      }
      update({ ...rest, ...(hasContours !== undefined && { contours: hasContours }) });
    },
    reset: () => {
      setNames(true);
      update({ sizes: undefined, opacities: undefined, contours: undefined });
    }
  };
}
