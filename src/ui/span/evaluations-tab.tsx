import type { Annotation } from '../../contract/span.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { EmptyState } from '../parts/states.tsx';
import { toPython } from '../trace/to-python.ts';
import { SPAN_MESSAGES } from './span-messages.ts';

/** Judgements on the span. */
export function EvaluationsTab({
  annotations,
  traceId,
  spanId
}: {
  annotations: readonly Annotation[];
  traceId: string;
  spanId: string;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const format = useFormat();
  if (annotations.length === 0) {
    return (
      <EmptyState title={t('noEvaluations')} reason={t('noEvaluationsReason')}>
        <CodeLine code={toPython(traceId, spanId)} label={t('spanCode')} />
      </EmptyState>
    );
  }
  return (
    <div className="md-table" tabIndex={0} role="group" aria-label={t('evaluations')}>
      <table>
        <thead>
          <tr>
            {(['name', 'label', 'value', 'explanation'] as const).map(column => (
              <th key={column} scope="col">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {annotations.map(({ name, identifier, label, score, explanation }) => (
            <tr key={`${name} ${identifier}`}>
              <th scope="row">{name}</th>
              <td>{label}</td>
              <td>{score === null ? '' : format.number(score)}</td>
              <td>{explanation}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
