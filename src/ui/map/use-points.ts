import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ColorsHeader, Job, PointsHeader } from '../../contract/map.ts';
import type { Api } from '../app/api.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useServerEvent } from '../app/server-events-context.tsx';
import type { MapPoints } from './points.ts';
import { readSection, toPoints } from './points.ts';
import { isUnderWay } from './use-layout.ts';

async function readPoints(api: Api, hash: string, signal: AbortSignal): Promise<MapPoints> {
  return toPoints(await api.frame<PointsHeader>(`api/layouts/${hash}/points`, { signal }));
}

/** The points of a finished layout. */
export function usePoints(hash: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.ofLayout(hash ?? ''), 'points'],
    queryFn: ({ signal }) => readPoints(api, hash ?? '', signal),
    enabled: hash !== undefined,
    // Two pictures stay at hand: going back and forth between 2D and 3D asks nobody.
    gcTime: 60_000,
    structuralSharing: false
  });
}

/** The moving points of a layout that is being made; null until they can be read. */
export function useLivePoints(job: Job | undefined): MapPoints | null {
  const api = useApi();
  const [points, setPoints] = useState<MapPoints | null>(null);
  const isMoving =
    job !== undefined &&
    isUnderWay(job) &&
    job.stage !== 'waiting' &&
    job.stage !== 'sample' &&
    job.stage !== 'neighbors';
  const hash = isMoving ? job.layout : null;
  const isBusy = useRef(false);
  useEffect(() => {
    if (hash === null) {
      setPoints(null);
      return;
    }
    const aborter = new AbortController();
    readPoints(api, hash, aborter.signal).then(setPoints, () => undefined);
    return () => aborter.abort();
  }, [api, hash]);
  useServerEvent('positions', ({ layout }) => {
    if (layout !== hash || isBusy.current) {
      return;
    }
    isBusy.current = true;
    api
      .frame<PointsHeader>(`api/layouts/${layout}/positions`)
      .then(({ header, sections }) => {
        const positions = readSection(sections, 'positions', Uint16Array);
        setPoints(before =>
          before?.header.hash === header.hash && before.positions.length === positions.length
            ? { ...before, header, positions }
            : before
        );
      })
      // The layout may finish between the event and the request; its final points follow anyway.
      .catch(() => undefined)
      .finally(() => {
        isBusy.current = false;
      });
  });
  return points?.header.hash === hash ? points : null;
}

/** Groups of the points by a column; data set and cluster are known without asking. */
export function useColumnColors(hash: string | undefined, by: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.ofLayout(hash ?? ''), 'colors', by],
    queryFn: async ({ signal }) => {
      const { header, sections } = await api.frame<ColorsHeader>(
        `api/layouts/${hash ?? ''}/colors?by=${encodeURIComponent(by)}`,
        { signal }
      );
      return { header, codes: readSection(sections, 'code', Uint8Array) };
    },
    enabled: hash !== undefined && by !== 'dataset' && by !== 'cluster',
    placeholderData: keepPreviousData,
    structuralSharing: false
  });
}
