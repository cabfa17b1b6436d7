import type { DatasetRole } from '../../contract/session.ts';

/** The sign of a data set on the map and beside its rows: ● primary, ○ reference, ◆ corpus. Shape speaks before colour. */
export function DatasetMark({ role, size = 10 }: { role: DatasetRole; size?: number }) {
  return (
    <svg
      className={`mark mark-${role}`}
      width={size}
      height={size}
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      {role === 'primary' && <circle cx="5" cy="5" r="4.2" />}
      {role === 'reference' && <circle cx="5" cy="5" r="3.4" />}
      {role === 'corpus' && <path d="M5 .4 9.6 5 5 9.6.4 5Z" />}
    </svg>
  );
}
