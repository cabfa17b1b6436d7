import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './api.ts';

const MAX_RETRIES = 2;

/**
 * The page's copy of what the server knows. Nothing goes stale by itself: server-sent events say what changed, and
 * a connection that comes back refreshes everything.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The server is on this machine: being offline means nothing here.
        networkMode: 'always',
        retry: (count, error) => isPassing(error) && count < MAX_RETRIES,
        retryDelay: count => 300 * 3 ** count
      },
      mutations: { networkMode: 'always' }
    }
  });
}
