/**
 * In the environment of a server. glibc keeps what threads have freed, an arena for each of them, which would be hundreds of megabytes: so large pieces go
 * back at once. Other C libraries do not read this. The twin of `_ALLOCATION` in `jupyterlab_phoenix/server_process.py`.
 */
export const ALLOCATION = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '1048576'
} as const;
