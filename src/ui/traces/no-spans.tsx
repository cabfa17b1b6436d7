import { useTranslate } from '../app/locale-context.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { pythonString } from '../parts/python-string.ts';
import { EmptyState } from '../parts/states.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';
import { useCollector } from './use-spans.ts';

const REGISTER = 'import jupyterlab_phoenix as px\npx.register()';

/** Before the first span: what to run so that some come. */
export function NoSpans() {
  const t = useTranslate(TRACES_MESSAGES);
  const { data: collector } = useCollector();
  return (
    <div className="home-empty">
      <EmptyState title={t('noneTitle')} reason={t('noneReason')}>
        <CodeLine code={REGISTER} label={t('registerCode')} />
        {collector?.isOpen && (
          <>
            <p>{t('plainReason')}</p>
            <CodeLine
              code={`import os\nos.environ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = ${pythonString(collector.http)}`}
              label={t('plainCode')}
            />
          </>
        )}
      </EmptyState>
    </div>
  );
}
