import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Baseline, Metric, Threshold, Thresholds } from '../../contract/metrics.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useToasts } from '../app/toasts.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';

/** Thresholds with the one for a metric and a dimension (undefined: all) replaced, or taken away. */
export function withThreshold(
  thresholds: Thresholds,
  metric: Metric,
  dimension: string | undefined,
  rule: Threshold['rule'] | undefined
): Thresholds {
  const others = thresholds.filter(
    known => known.metric !== metric || known.dimension !== dimension
  );
  return rule
    ? [...others, { metric, ...(dimension !== undefined && { dimension }), rule }]
    : others;
}

/** The rule that holds: the one for the dimension, else the one for all. */
export function findThreshold(
  thresholds: Thresholds,
  metric: Metric,
  dimension: string | undefined
): Threshold | undefined {
  const ofMetric = thresholds.filter(known => known.metric === metric);
  return (
    ofMetric.find(known => known.dimension === dimension) ??
    ofMetric.find(known => known.dimension === undefined)
  );
}

/** Writes thresholds and the baseline; everything measured is asked for again, and a toast takes the change back. */
export function useRules(): {
  putThresholds: (next: Thresholds, before: Thresholds, message: string) => Promise<boolean>;
  putBaseline: (next: Baseline, before: Baseline, message: string) => Promise<boolean>;
} {
  const t = useTranslate(SIGNALS_MESSAGES);
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  const put = useCallback(
    async (path: 'thresholds' | 'baseline', body: unknown) => {
      const kept = await api.json<unknown>(`api/${path}`, { method: 'PUT', body });
      queries.setQueryData(KEYS[path], kept);
      await queries.invalidateQueries({ queryKey: KEYS.measures });
    },
    [api, queries]
  );
  const change = useCallback(
    async (
      path: 'thresholds' | 'baseline',
      next: unknown,
      before: unknown,
      message: string
    ): Promise<boolean> => {
      try {
        await put(path, next);
      } catch (error) {
        toasts.fail(error);
        return false;
      }
      toasts.show({
        kind: 'done',
        message,
        action: {
          label: t('undo'),
          run: () => void put(path, before).catch((error: unknown) => toasts.fail(error))
        }
      });
      return true;
    },
    [put, toasts, t]
  );
  return {
    putThresholds: (next, before, message) => change('thresholds', next, before, message),
    putBaseline: (next, before, message) => change('baseline', next, before, message)
  };
}
