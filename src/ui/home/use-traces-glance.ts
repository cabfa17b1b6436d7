import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../app/api-context.tsx';
import { useServerEvent } from '../app/server-events-context.tsx';
import { glanceQuery, type TracesGlance } from './traces-glance.ts';

/** The traces of the session in numbers, and some of them; undefined until they have come. */
export function useTracesGlance(): TracesGlance | undefined {
  const queries = useQueryClient();
  const query = glanceQuery(useApi());
  // A look that is under way is finished first: spans may come many times a second.
  useServerEvent(
    'spans',
    () => void queries.invalidateQueries({ queryKey: query.queryKey }, { cancelRefetch: false })
  );
  return useQuery({ ...query, placeholderData: keepPreviousData }).data;
}
