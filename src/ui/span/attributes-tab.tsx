import { useMemo, useState } from 'react';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import type { AttributeValue } from '../../contract/attribute-value.ts';
import type { SpanDetail } from '../../contract/traces.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useCopy } from '../parts/use-copy.ts';
import {
  conditionOf,
  type FlatAttribute,
  flattenAttributes,
  writeValue
} from './flatten-attributes.ts';
import { LongText } from './long-text.tsx';
import { SPAN_MESSAGES } from './span-messages.ts';

/** Lines that are drawn at once; the others come by searching, or in such steps. */
const STEP = 200;

/** Every attribute by its path: to find, to copy, to filter by. */
export function AttributesTab({
  detail,
  attributes
}: {
  detail: SpanDetail;
  attributes: AttributeValue;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const [text, setText] = useState('');
  const resource = useMemo(() => readAttributeJson(detail.resource), [detail.resource]);
  return (
    <div className="span-attributes">
      <input
        className="field"
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <AttributeLines attributes={attributes} text={text} canFilter />
      <h3>{t('resource')}</h3>
      <AttributeLines attributes={resource} text={text} canFilter={false} />
      <h3>{t('instrument')}</h3>
      <p className="muted">
        {detail.scope.name || '–'} {detail.scope.version}
      </p>
    </div>
  );
}

export function AttributeLines({
  attributes,
  text,
  canFilter
}: {
  attributes: AttributeValue;
  text: string;
  canFilter: boolean;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const [limit, setLimit] = useState(STEP);
  const flat = useMemo(() => flattenAttributes(attributes), [attributes]);
  const wanted = text.trim().toLowerCase();
  const found = flat.filter(
    ({ path, value }) =>
      wanted === '' ||
      path.toLowerCase().includes(wanted) ||
      writeValue(value).toLowerCase().includes(wanted)
  );
  if (found.length === 0) {
    return (
      <p className="muted">
        {wanted === '' ? t('noAttributes') : t('searchNone', { text: wanted })}
      </p>
    );
  }
  const rest = found.length - limit;
  return (
    <>
      <dl className="attribute-lines">
        {found.slice(0, limit).map(attribute => (
          <AttributeLine key={attribute.path} attribute={attribute} canFilter={canFilter} />
        ))}
      </dl>
      {rest > 0 && (
        <ActionButton
          label={t('more', { count: Math.min(STEP, rest) })}
          kind="outline"
          onPress={() => setLimit(limit + STEP)}
        />
      )}
    </>
  );
}

function AttributeLine({ attribute, canFilter }: { attribute: FlatAttribute; canFilter: boolean }) {
  const t = useTranslate(SPAN_MESSAGES);
  const copy = useCopy();
  const { go } = useNavigation();
  const { path, value, steps } = attribute;
  const written = writeValue(value);
  const condition = canFilter ? conditionOf(attribute) : undefined;
  return (
    <div className="attribute-line">
      <dt>
        <code>{path}</code>
        <span className="attribute-actions">
          <ActionButton
            label={t('copyPath', { path })}
            icon="copy"
            isIconOnly
            onPress={() => void copy(path)}
          />
          {condition !== undefined && (
            <ActionButton
              label={t('filterBy', { path })}
              icon="search"
              isIconOnly
              onPress={() => go({ place: 'traces', listing: 'spans', filter: condition })}
            />
          )}
        </span>
      </dt>
      <dd data-type={typeof value}>
        {canFilter ? (
          <LongText text={written} steps={steps}>
            {shown => <span className="as-written">{shown}</span>}
          </LongText>
        ) : (
          <span className="as-written">{written}</span>
        )}
      </dd>
    </div>
  );
}
