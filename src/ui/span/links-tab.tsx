import { readAttributeJson } from '../../contract/attribute-json.ts';
import type { SpanDetail } from '../../contract/traces.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { AttributeLines } from './attributes-tab.tsx';
import { SPAN_MESSAGES } from './span-messages.ts';

/** Spans elsewhere that this one names. */
export function LinksTab({ links }: { links: SpanDetail['links'] }) {
  const t = useTranslate(SPAN_MESSAGES);
  const { hrefOf } = useNavigation();
  return (
    <ul className="span-cards">
      {links.map(({ traceId, spanId, attributes }, i) => {
        const read = readAttributeJson(attributes);
        return (
          <li key={i} className="span-card">
            <a
              href={hrefOf({ place: 'traces', trace: traceId, span: spanId })}
              title={t('openLinked')}
            >
              <code>{spanId}</code>
            </a>
            <p className="muted">{traceId}</p>
            {attributes !== '{}' && <AttributeLines attributes={read} text="" canFilter={false} />}
          </li>
        );
      })}
    </ul>
  );
}
