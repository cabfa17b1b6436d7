import { searchIcon } from '@jupyterlab/ui-components';
import { useEffect, useId, useState } from 'react';
import type { OverviewProps } from './overview-body.tsx';

/** Narrows numbers and traces when Enter is pressed; Escape takes the filter away. */
export function FilterLine({ content, actions, trans }: OverviewProps) {
  const { filter, filterFailure } = content;
  const [text, setText] = useState(filter);
  const failureId = useId();
  useEffect(() => setText(filter), [filter]);
  return (
    <form
      className="phoenix-Filter"
      role="search"
      onSubmit={event => {
        event.preventDefault();
        actions.setFilter(text.trim());
      }}
    >
      <searchIcon.react tag="span" aria-hidden="true" />
      <input
        type="text"
        value={text}
        placeholder={trans.__('filter, for instance latency_ms > 1000')}
        aria-label={trans.__('Filter of spans')}
        aria-invalid={filterFailure !== undefined}
        aria-describedby={filterFailure === undefined ? undefined : failureId}
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            actions.setFilter('');
            setText('');
          }
        }}
      />
      {filterFailure !== undefined && (
        <p id={failureId} role="status">
          {filterFailure}
        </p>
      )}
    </form>
  );
}
